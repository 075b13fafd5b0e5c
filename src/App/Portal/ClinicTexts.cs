using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Intake.Requests;
using Afterglow.Core.Patients;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>What the clinic says about itself to patients.</summary>
/// <param name="PromiseDays">Working days within which whoever asks hears from the clinic.</param>
/// <param name="LateDays">Working days after that until a request counts as very late.</param>
/// <param name="LocalCrisisLine">A crisis line of the region, beside 988; empty for none.</param>
/// <param name="LinkDays">How long a link to the history form opens it.</param>
/// <param name="RemindDays">Days before an appointment on which patients are reminded, such as “3, 1”; empty for never.</param>
/// <param name="RemindersTellPreparation">Reminders say how to prepare; otherwise they say only that there is an appointment.</param>
public sealed record ClinicProfile(
    string Name = "Our clinic", string Phone = "", string Email = "", string Address = "", int PromiseDays = 2, int LateDays = 1,
    string LocalCrisisLine = "", int LinkDays = 21, string RemindDays = "3, 1", bool RemindersTellPreparation = false)
{
    /// <summary>The days read from <see cref="RemindDays"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<int> ReminderDays =>
        [.. RemindDays.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(day => int.TryParse(day, System.Globalization.CultureInfo.InvariantCulture, out var days) ? days : -1)];


    public Promise Promise => new(PromiseDays, LateDays);
}

/// <summary>A text of the public pages that the clinic may write itself.</summary>
/// <param name="Key">Permanent.</param>
/// <param name="Name">What the editor calls it.</param>
public sealed record PublicText(string Key, string Name, string Page)
{
    public static IReadOnlyList<PublicText> All { get; } =
    [
        new("offer", "What we offer", "/welcome"),
        new("cost", "What it costs", "/welcome"),
        new("about", "What ketamine is and is not", "/about-ketamine"),
    ];
}

/// <summary>An earlier or the present wording of a text.</summary>
/// <param name="Text">Null where the clinic went back to the text that comes with Afterglow.</param>
public sealed record TextVersion(DateTimeOffset At, string By, string? Text);

/// <summary>
/// The one door to what the clinic says about itself: its profile, and the texts of its public pages. Every version is
/// an entry of the record; what stands now is in a read table, so that a public page costs one small read.
/// </summary>
public sealed class ClinicTexts(ClinicRecord record, Database database, IStringLocalizer<PatientWords> words)
{
    /// <summary>The longest text.</summary>
    public const int Longest = 20_000;

    private const string ProfileKey = "profile";

    public async Task<ClinicProfile> ProfileAsync(CancellationToken cancel = default) =>
        await StandingAsync(ProfileKey, "", cancel) is { Length: > 0 } body ? ClinicTextJson.Profile(body) : new ClinicProfile();

    /// <summary>The text as patients read it: the clinic's own, or the one that comes with Afterglow.</summary>
    public async Task<string> TextAsync(string key, string language, CancellationToken cancel = default) =>
        await StandingAsync(key, language, cancel) is { Length: > 0 } own ? own : Supplied(key, language);

    /// <summary>The text that comes with Afterglow.</summary>
    public string Supplied(string key, string language) => words.In(language, "text." + key);

    /// <summary>Every wording there was, newest first.</summary>
    public async Task<IReadOnlyList<TextVersion>> VersionsAsync(string key, string language, CancellationToken cancel = default) =>
        [.. (await record.ReadAsync(Stream, cancel: cancel)).Where(entry => entry.Kind == TextWritten.Name)
            .Select(entry => (entry, written: ClinicTextJson.Text(entry.Body)))
            .Where(one => one.written.Key == key && one.written.Language == language)
            .Select(one => new TextVersion(one.entry.RecordedAt, one.entry.Author.Name, one.written.Text)).Reverse()];

    /// <summary>How often the profile was written: whoever changes it says what they saw.</summary>
    public async Task<int> ProfilesAsync(CancellationToken cancel = default) =>
        (await record.ReadAsync(Stream, cancel: cancel)).Count(entry => entry.Kind == ProfileWritten.Name);

    /// <param name="after">How many there were when it was read; null asks nothing.</param>
    public Task<Result<ClinicProfile>> WriteProfileAsync(ClinicProfile typed, Caller caller, CancellationToken cancel = default, int? after = null)
    {
        if (!WrittenText.Line(typed.Name, "the name of the clinic", 120).Try(out var name, out var refusal)) return Task.FromResult<Result<ClinicProfile>>(refusal);
        var (phone, email, address, crisis) = ("", "", "", "");
        var wrong = Optional(typed.Phone, "the telephone number", 50, ref phone) ?? Optional(typed.Email, "the email address", 254, ref email)
            ?? Optional(typed.Address, "the address", 300, ref address) ?? Optional(typed.LocalCrisisLine, "the local crisis line", 200, ref crisis);
        if (wrong is not null) return Task.FromResult<Result<ClinicProfile>>(wrong);
        if (typed.PromiseDays is < 1 or > Promise.Longest || typed.LateDays is < 1 or > Promise.Longest || typed.LinkDays is < 1 or > 90)
            return Task.FromResult<Result<ClinicProfile>>(new ProfileNumbers());
        if (typed.ReminderDays.Count > 5 || typed.ReminderDays.Any(days => days is < 1 or > Core.Schedule.Reminding.MostDays))
            return Task.FromResult<Result<ClinicProfile>>(new ReminderDaysWrong());
        var profile = typed with { Name = name, Phone = phone, Email = email, Address = address, LocalCrisisLine = crisis };
        return WriteAsync(ProfileWritten.Name, ClinicTextJson.Write(profile), "clinic.profile", "profile", profile, caller,
            entry => entry.Kind == ProfileWritten.Name, after, cancel);
    }

    /// <summary>Writes a text anew; null goes back to the text that comes with Afterglow.</summary>
    /// <param name="after">How many versions there were when it was read; null asks nothing.</param>
    public Task<Result<string>> WriteTextAsync(string key, string language, string? text, Caller caller, CancellationToken cancel = default, int? after = null)
    {
        if (PublicText.All.All(one => one.Key != key) || !Languages.Has(language)) return Task.FromResult<Result<string>>(new TextUnknown());
        if (text is not null)
        {
            if (!WrittenText.Note(text, "the text", Longest).Try(out var cleaned, out var refusal)) return Task.FromResult<Result<string>>(refusal);
            if (Citations.Unknown(cleaned) is { } unknown) return Task.FromResult<Result<string>>(new CitationUnknown(unknown));
            text = cleaned;
        }
        return WriteAsync(
            TextWritten.Name, ClinicTextJson.Write(new TextWritten(key, language, text)), "clinic.text", $"{key} {language}", text ?? Supplied(key, language), caller,
            entry => entry.Kind == TextWritten.Name && ClinicTextJson.Text(entry.Body) is var written && written.Key == key && written.Language == language, after, cancel);
    }

    private static Refusal? Optional(string? typed, string what, int longest, ref string cleaned)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (!WrittenText.Line(typed, what, longest).Try(out var text, out var refusal)) return refusal;
        cleaned = text;
        return null;
    }

    private Task<Result<T>> WriteAsync<T>(
        string kind, string body, string action, string target, T written, Caller caller, Func<Entry, bool> ofIt, int? after, CancellationToken cancel) =>
        record.WriteAsync<Result<T>>(caller.Who, async write =>
        {
            var entries = await write.ReadAsync(Stream);
            var before = entries.Where(ofIt).ToList();
            // Pressed twice, it stands already.
            if (before is [.., var same] && same.Body == body && same.Author.Id == caller.Who.Id) return written;
            if (after is { } seen && before.Count != seen) return new WrittenMeanwhile(before is [.., var last] ? last.Author.Name : "Somebody");
            if (!await write.AppendAsync(Stream, entries.Count, [new NewEntry(Guid.CreateVersion7(write.Now), kind, body)]))
                throw new InvalidOperationException($"{Stream} was overtaken inside a transaction.");
            await write.AuditAsync(new AuditLine(caller.Who, action, Target: target, Origin: caller.Origin));
            return written;
        }, cancel);

    private async Task<string?> StandingAsync(string key, string language, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(
            "select body from read_clinic_text where site_id = @site and text_key = @key and language = @language",
            new { site = Sites.Main.ToString("D"), key, language });
    }

    internal static StreamName Stream { get; } = new(ClinicTextReadTable.Kind, Sites.Main);
}

/// <summary>The clinic wrote its profile.</summary>
internal static class ProfileWritten
{
    public const string Name = "clinic-profile-written";
}

/// <summary>The clinic wrote a text of its public pages.</summary>
internal sealed record TextWritten(string Key, string Language, string? Text)
{
    public const string Name = "clinic-text-written";
}

internal static class ClinicTextJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T body) => JsonSerializer.Serialize(body, Options);

    public static ClinicProfile Profile(string body) => JsonSerializer.Deserialize<ClinicProfile>(body, Options)!;

    public static TextWritten Text(string body) => JsonSerializer.Deserialize<TextWritten>(body, Options)!;
}

/// <summary>What stands now of what the clinic says about itself.</summary>
internal sealed class ClinicTextReadTable : IReadTable
{
    public const string Kind = "clinic";

    public string StreamKind => Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_clinic_text"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
        {
            var (key, language, body) = entry.Kind switch
            {
                ProfileWritten.Name => ("profile", "", entry.Body),
                TextWritten.Name when ClinicTextJson.Text(entry.Body) is var text => (text.Key, text.Language, text.Text ?? ""),
                _ => ("", "", ""),
            };
            if (key.Length == 0) continue;
            await write.Connection.ExecuteAsync(
                """
                insert into read_clinic_text (site_id, text_key, language, body) values (@site, @key, @language, @body)
                on conflict (site_id, text_key, language) do update set body = excluded.body
                """, new { site = stream.Id.ToString("D"), key, language, body }, write.Transaction);
        }
    }
}

/// <summary>Days that are no days.</summary>
public sealed record ProfileNumbers : Refusal
{
    public override string Code => "clinic.days";

    public override string Sentence => $"Promise an answer within 1 to {Promise.Longest} working days, and let a link hold for 1 to 90 days.";
}

/// <summary>Days before an appointment that are no days.</summary>
public sealed record ReminderDaysWrong : Refusal
{
    public override string Code => "clinic.reminder-days";

    public override string Sentence => $"Write on which days before an appointment patients are reminded, such as “3, 1”: up to five, each from 1 to {Core.Schedule.Reminding.MostDays}; leave it empty for never.";
}

/// <summary>Two at once, and the other was first.</summary>
public sealed record WrittenMeanwhile(string By) : Refusal
{
    public override string Code => "clinic.written-meanwhile";

    public override string Sentence => $"{By} has written this anew while you were writing. Look at how it stands now, then write yours if you still want to; nothing was changed.";
}

/// <summary>A text or a language that these pages do not have.</summary>
public sealed record TextUnknown : Refusal
{
    public override string Code => "clinic.text.unknown";

    public override string Sentence => "There is no such text.";
}

/// <summary>A source is named that Afterglow does not know.</summary>
public sealed record CitationUnknown(string Key) : Refusal
{
    public override string Code => "clinic.citation-unknown";

    public override string Sentence => $"There is no source called “{Key}”; use one from the list beside the text.";
}
