using System.Text.Json;
using Afterglow.Core.People;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>Everything a session screen needs, in one answer.</summary>
/// <param name="ServerTime">So that a device whose clock is wrong still shows the right minute.</param>
/// <param name="Zone">Where the clinic’s clocks stand, by its name in the IANA list: a device that is set to another place still shows, and is typed, the time on the wall.</param>
/// <param name="HeadSeal">The seal of the newest entry: what a signature is bound to.</param>
/// <param name="You">Who is signed in on this device.</param>
public sealed record SessionSnapshot(
    Guid SessionId, PatientBanner Patient, IReadOnlyList<WrittenEntry> Entries, string HeadSeal, DateTimeOffset ServerTime, Author You, string Zone = "")
{
    /// <summary>The session these entries fold to.</summary>
    public Session Fold() => Session.From(Entries.Select(entry => entry.ToEntry()));
}

/// <summary>What stands at the top of every screen about a patient.</summary>
public sealed record PatientBanner(
    Guid PatientId, string RecordNumber, string Name, string PreferredName, string Pronouns, DateOnly? BirthDate, int? AgeYears,
    BodyWeight? Weight, DateTimeOffset? WeighedAt, IReadOnlyList<string> Allergies, IReadOnlyList<string> Alerts);

/// <summary>A session entry as it travels.</summary>
public sealed record WrittenEntry(int Version, Guid EntryId, string Kind, JsonElement Body, DateTimeOffset RecordedAt, Author By)
{
    public SessionEntry ToEntry() => new(Version, EntryId, RecordedAt, By, SessionJson.Read(Kind, Body.GetRawText()));
}

/// <summary>The command was taken: the session's version, and every entry after the version the device knew.</summary>
public sealed record Taken(int Version, string HeadSeal, IReadOnlyList<WrittenEntry> Entries);

/// <summary>What a device asks before a passkey is used: what the passkey is to be used for, and nothing else.</summary>
/// <param name="For">The command: “sign”, “check-dose” or “witness-waste”.</param>
/// <param name="ReadVersion">The version that is to be signed; nothing else needs one.</param>
public sealed record PasskeyAsked(string For, int? ReadVersion = null);

/// <summary>A question that a passkey can answer once, within a few minutes.</summary>
/// <param name="Options">As the browser takes it.</param>
public sealed record PasskeyQuestion(Guid Question, JsonElement Options);

/// <summary>A passkey's answer to a question.</summary>
public sealed record PasskeyProof(Guid Question, JsonElement Credential);

/// <summary>A command by a second person at the same device, who proves who they are for this one entry: by password or by passkey.</summary>
public sealed record BySecondPerson<TCommand>(string UserName, string Password, TCommand Command, PasskeyProof? Passkey = null)
    where TCommand : ISessionCommand;

/// <summary>A signature: the person at the device proves once more who they are, by password or by passkey.</summary>
public sealed record Signing(string Password, Guid EntryId, DateTimeOffset At, int ReadVersion, PasskeyProof? Passkey = null);
