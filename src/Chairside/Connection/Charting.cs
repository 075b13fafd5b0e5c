using System.Text.Json;
using Afterglow.Chairside.Entry;
using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;

namespace Afterglow.Chairside.Connection;

/// <summary>An entry that is shown on this device and not yet confirmed by the clinic.</summary>
/// <param name="By">Who wrote it: nobody else's name may come under it.</param>
/// <param name="Trouble">Why it is not written; null while it is on its way.</param>
/// <param name="Refusal">The clinic's answer, where it said no.</param>
public sealed record UnsentEntry(
    ISessionCommand Command, SessionEvent Event, Author By, DateTimeOffset WrittenAt, string? Trouble = null, Refusal? Refusal = null);

/// <summary>How this device hears of changes made elsewhere.</summary>
public enum Contact
{
    Opening,
    Live,

    /// <summary>Connection lost: the screen shows what it last knew, and tries again.</summary>
    Lost,

    SignedOut,

    /// <summary>The clinic does not show this session here.</summary>
    NotShown,
}

/// <summary>
/// One session on one device: what the clinic confirmed, what this device wrote and has not had confirmed, and the
/// connection between them. Commands are decided here at once by Core's rules; the clinic decides again.
/// </summary>
public sealed class Charting(ClinicApi api, TimeProvider time, TimeZoneInfo deviceZone) : IAsyncDisposable
{
    // The server shows a sign of life every 15 s: after two of them missed, nobody is there.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(35);

    private static readonly TimeSpan[] Patience =
        [.. new[] { 1, 2, 4, 8, 15 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly List<SessionEntry> confirmed = [];
    private readonly List<UnsentEntry> unsent = [];
    private CancellationTokenSource? hurry;
    private CancellationTokenSource? listening;
    private bool leftAlone;
    private Task following = Task.CompletedTask;

    /// <summary>Raised whenever there is something new to show.</summary>
    public event EventHandler? Changed;

    public Guid SessionId { get; private set; }

    public PatientBanner? Patient { get; private set; }

    /// <summary>Who is signed in on this device.</summary>
    public Author? You { get; private set; }

    /// <summary>The session as this device shows it: confirmed entries, then its own unconfirmed ones.</summary>
    public Session Session { get; private set; } = Session.NotBegun;

    /// <summary>The version the clinic has confirmed: what a signature is bound to.</summary>
    public int ConfirmedVersion => confirmed.Count == 0 ? 0 : confirmed[^1].Version;

    public string HeadSeal { get; private set; } = "";

    public IReadOnlyList<UnsentEntry> Unsent => unsent;

    public Contact Contact { get; private set; }

    /// <summary>Since when the device has not been live; null while it is.</summary>
    public DateTimeOffset? NotLiveSince { get; private set; }

    /// <summary>What the connection last said that was not good, in words.</summary>
    public string Trouble { get; private set; } = "";

    public ClinicClock Clock { get; } = new(time);

    /// <summary>Where the clinic's clocks stand: times are shown and typed as on its wall, wherever this device thinks it is.</summary>
    public TimeZoneInfo Zone { get; private set; } = deviceZone;

    public DateTimeOffset Now => Clock.Now;

    /// <summary>Today where the chair stands.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime);

    /// <summary>Minutes since the start, in words; empty before it.</summary>
    public string MinuteOf(DateTimeOffset at) => Session.ElapsedAt(at) is { } elapsed ? Words.Minute(elapsed) : "";

    public string TimeOf(DateTimeOffset at) => TypedTime.Text(at, Zone);

    /// <summary>True where the signed-in person may write in a session.</summary>
    public bool MayChart => You?.Is(Role.Nurse, Role.Prescriber) == true;

    public bool IsUnsent(Guid entry) => unsent.Any(each => each.Command.EntryId == entry);

    /// <summary>Opens the session and follows it until this is disposed of.</summary>
    public void Open(Guid session)
    {
        SessionId = session;
        following = FollowAsync();
    }

    /// <summary>
    /// Decides a command here, shows it at once and sends it. A refusal leaves nothing behind; without an answer the
    /// entry stays among the unsent ones, under its own id.
    /// </summary>
    public async Task<Outcome> ChartAsync(ISessionCommand command)
    {
        if (You is not { } you) return new Outcome.SignedOut();
        if (!command.Decide(Session, new Deciding(you, Now)).Try(out var happened, out var refusal)) return new Outcome.Refused(refusal);
        unsent.Add(new UnsentEntry(command, happened, you, Now));
        Show();
        await SendAsync();
        var left = unsent.FirstOrDefault(each => each.Command.EntryId == command.EntryId);
        if (left is { Refusal: { } no })
        {
            // Said at the place of entry, where the typed value still stands.
            Forget(left);
            return new Outcome.Refused(no);
        }
        return left is null ? new Outcome.Written()
            : Contact == Contact.SignedOut ? new Outcome.SignedOut()
            : new Outcome.NoAnswer(left.Trouble ?? "");
    }

    /// <summary>A second person, at this device, proves who they are for one entry. Their password is sent and not kept.</summary>
    public async Task<Outcome> ChartBySecondPersonAsync<TCommand>(string userName, string password, TCommand command)
        where TCommand : ISessionCommand
    {
        // Who they are only the clinic can tell; everything else the rules can already say.
        var somebodyElse = new Author("second-person", userName, [Role.Nurse]);
        if (command.Decide(Session, new Deciding(somebodyElse, Now)).Refusal is { } refusal) return new Outcome.Refused(refusal);
        return await WriteNowAsync(ClinicApi.PathOf(command), new BySecondPerson<TCommand>(userName, password, command));
    }

    /// <summary>Signs exactly what this device shows.</summary>
    public async Task<Outcome> SignAsync(Guid entry, string password)
    {
        if (You is not { } you) return new Outcome.SignedOut();
        if (unsent.Count > 0) return new Outcome.Refused(new StillUnsent(unsent.Count));
        var sign = new SignSession(entry, Now, ConfirmedVersion, HeadSeal);
        if (sign.Decide(Session, new Deciding(you, Now)).Refusal is { } refusal) return new Outcome.Refused(refusal);
        return await WriteNowAsync("sign", new Signing(password, entry, sign.At, ConfirmedVersion));
    }

    /// <summary>As above, by a passkey of theirs.</summary>
    /// <param name="device">Asks the device's passkey: the browser's options in, its answer out.</param>
    public async Task<Outcome> ChartBySecondPersonAsync<TCommand>(Func<JsonElement, Task<PasskeyAnswer>> device, TCommand command)
        where TCommand : ISessionCommand
    {
        var somebodyElse = new Author("second-person", "", [Role.Nurse]);
        if (command.Decide(Session, new Deciding(somebodyElse, Now)).Refusal is { } refusal) return new Outcome.Refused(refusal);
        var path = ClinicApi.PathOf(command);
        return await ProveAsync(device, new PasskeyAsked(path), proof => WriteNowAsync(path, new BySecondPerson<TCommand>("", "", command, proof)));
    }

    /// <summary>Signs exactly what this device shows, by passkey.</summary>
    public async Task<Outcome> SignAsync(Guid entry, Func<JsonElement, Task<PasskeyAnswer>> device)
    {
        if (You is not { } you) return new Outcome.SignedOut();
        if (unsent.Count > 0) return new Outcome.Refused(new StillUnsent(unsent.Count));
        var (version, sign) = (ConfirmedVersion, new SignSession(entry, Now, ConfirmedVersion, HeadSeal));
        if (sign.Decide(Session, new Deciding(you, Now)).Refusal is { } refusal) return new Outcome.Refused(refusal);
        // What is written while the finger is on its way is not what was read: the question holds for this version.
        return await ProveAsync(device, new PasskeyAsked("sign", version), proof =>
            WriteNowAsync("sign", new Signing("", entry, sign.At, version, proof)));
    }

    /// <summary>Sends what is unsent, in the order in which it was written, until one gets no answer.</summary>
    public async Task SendAgainAsync()
    {
        await SendAsync();
        Show();
    }

    /// <summary>The same entry once more, now confirmed by the person where the clinic asked for that.</summary>
    public async Task ConfirmAsync(UnsentEntry entry)
    {
        var at = unsent.IndexOf(entry);
        if (at < 0) return;
        unsent[at] = entry with { Command = Confirming.Confirmed(entry.Command), Trouble = null, Refusal = null };
        await SendAgainAsync();
    }

    /// <summary>Takes back an entry that was never confirmed.</summary>
    public void Forget(UnsentEntry entry)
    {
        unsent.RemoveAll(each => each.Command.EntryId == entry.Command.EntryId);
        Show();
    }

    /// <summary>Looks for the clinic now instead of waiting: the network is back, or somebody looks at the screen again.</summary>
    public void Hurry()
    {
        if (Contact == Contact.Live) return;
        leftAlone = false;
        hurry?.Cancel();
    }

    /// <summary>Nobody touched this device for as long as a sign-in lasts: the data is covered until somebody asks again.</summary>
    public void LeaveAlone()
    {
        if (Contact is Contact.SignedOut or Contact.NotShown) return;
        leftAlone = true;
        SignedOut();
        listening?.Cancel();
    }

    /// <summary>The device says that its network is gone: there is no need to wait for silence.</summary>
    public void NetworkGone()
    {
        if (Contact == Contact.Live) listening?.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        closing.Dispose();
        sending.Dispose();
    }

    private async Task SendAsync()
    {
        await sending.WaitAsync(closing.Token);
        try
        {
            foreach (var entry in unsent.Where(each => each.Refusal is null).ToList())
            {
                if (IsConfirmed(entry.Command.EntryId)) continue;
                if (entry.By.Id != You?.Id)
                {
                    Replace(entry with { Trouble = $"{entry.By.Name} wrote this and has to send it." });
                    continue;
                }
                var (outcome, taken) = await api.WriteAsync(
                    SessionId, ClinicApi.PathOf(entry.Command), ConfirmedVersion, entry.Command, closing.Token);
                switch (outcome)
                {
                    case Outcome.Written when taken is not null:
                        await TakeAsync(taken);
                        break;
                    case Outcome.Refused refused:
                        Replace(entry with { Trouble = refused.Why.Sentence, Refusal = refused.Why });
                        break;
                    case Outcome.NoAnswer noAnswer:
                        Replace(entry with { Trouble = noAnswer.Why });
                        Lost(noAnswer.Why);
                        return;
                    case Outcome.SignedOut:
                        Replace(entry with { Trouble = "Nobody was signed in." });
                        SignedOut();
                        return;
                }
            }
        }
        finally
        {
            sending.Release();
            Show();
        }
    }

    private async Task<Outcome> ProveAsync(Func<JsonElement, Task<PasskeyAnswer>> device, PasskeyAsked asked, Func<PasskeyProof, Task<Outcome>> use)
    {
        var (outcome, question) = await api.AskPasskeyAsync(SessionId, asked, closing.Token);
        if (outcome is Outcome.SignedOut) SignedOut();
        if (question is null) return outcome;
        var answer = await device(question.Options);
        return answer.Credential is { } credential
            ? await use(new PasskeyProof(question.Question, credential))
            : new Outcome.Refused(new PasskeyNotUsed(answer.Trouble));
    }

    private async Task<Outcome> WriteNowAsync<TBody>(string command, TBody body) where TBody : notnull
    {
        var (outcome, taken) = await api.WriteAsync(SessionId, command, ConfirmedVersion, body, closing.Token);
        if (taken is not null) await TakeAsync(taken);
        if (outcome is Outcome.SignedOut) SignedOut();
        Show();
        return outcome;
    }

    private async Task FollowAsync()
    {
        for (var tries = 0; !closing.IsCancellationRequested; tries++)
        {
            try
            {
                await ReadWholeAsync();
                if (unsent.Count > 0) await SendAsync();
                using var silence = new CancellationTokenSource(Silence, time);
                listening = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, silence.Token);
                await foreach (var version in api.FollowAsync(SessionId, listening.Token))
                {
                    // A line that was under way when the stream was given up says nothing any more.
                    listening.Token.ThrowIfCancellationRequested();
                    silence.CancelAfter(Silence);
                    tries = 0;
                    if (Contact != Contact.Live) BeLive();
                    if (version > ConfirmedVersion)
                        await TakeAsync(await api.EntriesAfterAsync(SessionId, ConfirmedVersion, closing.Token));
                }
                Lost("The clinic's server closed the connection.");
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                Lost("Nothing is heard from the clinic's server.");
            }
            catch (SignedOutException)
            {
                SignedOut();
            }
            catch (NotShownException notShown)
            {
                (Contact, Trouble) = (Contact.NotShown, notShown.Message);
                Show();
            }
#pragma warning disable CA1031 // whatever broke the stream has to reach the screen, and the screen tries again
            catch (Exception broken)
            {
                Lost(broken is NoAnswerException ? broken.Message : $"The connection broke ({broken.GetType().Name}).");
            }
#pragma warning restore CA1031
            await WaitAsync(Patience[Math.Min(tries, Patience.Length - 1)]);
            while (leftAlone && !closing.IsCancellationRequested) await WaitAsync(Timeout.InfiniteTimeSpan);
        }
    }

    private async Task WaitAsync(TimeSpan span)
    {
        hurry = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        try
        {
            await Task.Delay(span, time, hurry.Token);
        }
        catch (OperationCanceledException)
        {
            // Somebody is in a hurry, or the page closes.
        }
    }

    private async Task ReadWholeAsync()
    {
        var askedAt = time.GetUtcNow();
        var whole = await api.ReadAsync(SessionId, byItself: Patient is not null, closing.Token);
        Clock.Heard(whole.ServerTime, askedAt, time.GetUtcNow());
        (Patient, You) = (whole.Patient, whole.You);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(whole.Zone, out var zone)) Zone = zone;
        // What was taken meanwhile is newer than this answer; the stream says so if anything is still missing.
        if (whole.Entries.Count >= confirmed.Count)
        {
            confirmed.Clear();
            confirmed.AddRange(whole.Entries.Select(entry => entry.ToEntry()));
            HeadSeal = whole.HeadSeal;
        }
        Show();
    }

    private async Task TakeAsync(Taken taken)
    {
        foreach (var entry in taken.Entries)
            if (entry.Version == ConfirmedVersion + 1) confirmed.Add(entry.ToEntry());
        if (taken.Version == ConfirmedVersion) HeadSeal = taken.HeadSeal;
        // An answer that overtook another leaves a gap: then the session is read as a whole.
        if (taken.Version > ConfirmedVersion) await ReadWholeAsync();
        Show();
    }

    private bool IsConfirmed(Guid entry) => confirmed.Any(each => each.EntryId == entry);

    private void Replace(UnsentEntry entry)
    {
        var at = unsent.FindIndex(each => each.Command.EntryId == entry.Command.EntryId);
        if (at >= 0) unsent[at] = entry;
    }

    private void BeLive()
    {
        (Contact, NotLiveSince, Trouble) = (Contact.Live, null, "");
        Show();
    }

    private void Lost(string why)
    {
        if (Contact == Contact.SignedOut) return;
        (Contact, Trouble) = (Contact.Lost, why);
        NotLiveSince ??= Now;
        Show();
    }

    private void SignedOut()
    {
        (Contact, Trouble) = (Contact.SignedOut, "Nobody is signed in on this device any more.");
        NotLiveSince ??= Now;
        Show();
    }

    private void Show()
    {
        unsent.RemoveAll(each => IsConfirmed(each.Command.EntryId));
        var version = ConfirmedVersion;
        // What the clinic refused is still named on the screen, but it is no part of the session.
        Session = Session.From([.. confirmed, .. unsent.Where(each => each.Refusal is null)
            .Select(each => new SessionEntry(++version, each.Command.EntryId, each.WrittenAt, each.By, each.Event))]);
        Changed?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>A signature covers what the clinic has, not what still waits on a device.</summary>
public sealed record StillUnsent(int Count) : Refusal
{
    public override string Code => "device.still-unsent";

    public override string Sentence => $"{Count} {(Count == 1 ? "entry on this device has" : "entries on this device have")} not reached the clinic: send first, then sign.";
}

/// <summary>What came of asking a passkey on this device.</summary>
/// <param name="Credential">Its answer; null when there was none.</param>
/// <param name="Trouble">Why there was none, in words.</param>
public sealed record PasskeyAnswer(JsonElement? Credential, string Trouble);

/// <summary>The passkey on this device was not used, or not found.</summary>
public sealed record PasskeyNotUsed(string Why) : Refusal
{
    public override string Code => "device.passkey-not-used";

    public override string Sentence => Why;
}

/// <summary>The same command, with the person's word that they mean it.</summary>
public static class Confirming
{
    public static ISessionCommand Confirmed(ISessionCommand command) => command switch
    {
        RecordVitals vitals => vitals with { Confirmed = true },
        MeasureWeight weight => weight with { Confirmed = true },
        StartInfusion start => start with { Confirmed = true },
        GiveDose dose => dose with { Confirmed = true },
        EndInfusion end => end with { Confirmed = true },
        _ => command,
    };
}
