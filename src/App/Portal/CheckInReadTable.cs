using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Patients;
using Afterglow.Core.Safety;
using Dapper;

namespace Afterglow.App.Portal;

/// <summary>How far each check-in is; and that one was answered, for the timeline.</summary>
internal sealed class CheckInReadTable : IReadTable
{
    public string StreamKind => CheckInRecords.Stream(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_check_in"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        var checkIn = CheckInRecords.Fold(stream.Id, appended[0].Version == 1 ? appended : await write.ReadAsync(stream))!;
        var (answered, of) = checkIn.Progress;
        var ended = checkIn.FinishedAt ?? checkIn.RanOutAt;
        await write.Connection.ExecuteAsync(
            """
            insert into read_check_in (check_in_id, patient_id, site_id, state, asked_at, closes_at, occasions, instruments, answered, needed, ended_at)
            values (@id, @patient, @site, @state, @asked, @closes, @occasions, @instruments, @answered, @of, @ended)
            on conflict (check_in_id) do update set state = excluded.state, answered = excluded.answered, needed = excluded.needed, ended_at = excluded.ended_at
            """,
            new
            {
                id = stream.Id.ToString("D"), patient = checkIn.Asked.PatientId.ToString("D"), site = checkIn.Asked.SiteId.ToString("D"),
                state = checkIn.FinishedAt is not null ? "finished" : checkIn.RanOutAt is not null ? "ran-out" : "open", asked = Instant.Text(checkIn.AskedAt),
                closes = Instant.Text(checkIn.Asked.ClosesAt), occasions = string.Join(' ', checkIn.Asked.Occasions), instruments = string.Join(' ', checkIn.Asked.Instruments),
                answered, of, ended = ended is { } at ? Instant.Text(at) : "",
            }, write.Transaction);
        if (checkIn.FinishedAt is { } finished)
            await PatientTimeline.PutAsync(write, new TimelineRow(
                checkIn.Asked.PatientId, stream, stream.Id, ClinicalTime.At(finished), finished, "check-in-finished", "Check-in answered",
                $"{string.Join(", ", checkIn.Instruments.Select(instrument => instrument.Name))}; {answered} of {of} questions", "The patient"));
    }
}

/// <summary>What may be quoted now, and that somebody wrote.</summary>
internal sealed class WordsReadTable : IReadTable
{
    public string StreamKind => WordsRecords.Stream(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_quote", "read_words"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        var patient = stream.Id.ToString("D");
        var file = WordsRecords.Fold(await write.ReadAsync(stream));
        await write.Connection.ExecuteAsync(
            "insert into read_words (patient_id, written, changed_at) values (@patient, @written, @at) on conflict (patient_id) do update set written = excluded.written, changed_at = excluded.changed_at",
            new { patient, written = file.Words.Count, at = Instant.Text(appended[^1].RecordedAt) }, write.Transaction);
        await write.Connection.ExecuteAsync("delete from read_quote where patient_id = @patient", new { patient }, write.Transaction);
        var site = (await RiskWatches.SiteAsync(write, stream.Id)).ToString("D");
        foreach (var words in file.Words)
            if (words.Quote is { } quote)
                await write.Connection.ExecuteAsync(
                    "insert into read_quote (words_id, patient_id, site_id, exact, places, last_day, language) values (@id, @patient, @site, @exact, @places, @last, @language)",
                    new
                    {
                        id = words.Id.ToString("D"), patient, site, exact = quote.Exact, places = string.Join(' ', quote.Places),
                        last = quote.Until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), language = words.Language,
                    }, write.Transaction);
    }
}

/// <summary>Looks at every answer of a check-in in the transaction that writes it: nobody waits for the last one.</summary>
internal sealed class CheckInWatch(SafetyNet net) : IReadTable
{
    public string StreamKind => CheckInRecords.Stream(Guid.Empty).Kind;

    /// <summary>None: what it opens are entries of the record.</summary>
    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (write.IsRebuild) return;
        PatientCheckIn? checkIn = null;
        foreach (var entry in appended)
        {
            switch (CheckInJson.Read<CheckInEvent>(entry.Kind, entry.Body))
            {
                case CheckInEvent.Answered answered:
                    checkIn ??= CheckInRecords.Fold(stream.Id, await write.ReadAsync(stream))!;
                    if (Core.Measures.Instruments.Find(answered.Instrument) is not { } instrument) break;
                    foreach (var risk in checkIn.RisksOf(instrument))
                        if (risk.Concern() is { } concern) await RaiseAsync(concern, risk.Says());
                    break;
                case CheckInEvent.RanOut { Unfinished.Count: > 0 } over:
                    checkIn ??= CheckInRecords.Fold(stream.Id, await write.ReadAsync(stream))!;
                    await RaiseAsync(Concern.SuicidalThoughts, $"{string.Join(", ", over.Unfinished.Select(id => Core.Measures.Instruments.Find(id)?.Name ?? id))}: begun and not finished. Nobody is cleared by it.");
                    break;
            }
        }

        Task RaiseAsync(Concern concern, string says) =>
            net.OpenAsync(write, new RaisedConcern(checkIn!.Asked.SiteId, checkIn.Asked.PatientId, null, concern, says, stream));
    }
}

/// <summary>“Please read today”, and questions: each waits for a person by a time.</summary>
internal sealed class WordsWatch(SafetyNet net) : IReadTable
{
    public string StreamKind => WordsRecords.Stream(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (write.IsRebuild) return;
        foreach (var entry in appended)
            switch (CheckInJson.Read<WordsEvent>(entry.Kind, entry.Body))
            {
                // Only the prescribers may read it: the words stay out of the task, and the task is theirs.
                case WordsEvent.Written { ReadToday: true, Readers: WordsReaders.Prescribers }:
                    await RaiseAsync(entry.EntryId, Concern.ReadToday, "Wrote something for the prescribers and asks that it be read today. It stands under “Own words”.", Core.People.Role.Prescriber);
                    break;
                case WordsEvent.Written { ReadToday: true } written:
                    await RaiseAsync(entry.EntryId, Concern.ReadToday, written.Text);
                    break;
                case WordsEvent.QuestionAsked asked:
                    await RaiseAsync(entry.EntryId, Concern.Question, asked.Text);
                    break;
            }

        async Task RaiseAsync(Guid id, Concern concern, string says, Core.People.Role? only = null) =>
            await net.OpenAsync(write, new RaisedConcern(await RiskWatches.SiteAsync(write, stream.Id), stream.Id, null, concern, says, new StreamName("said", id)) { Only = only });
    }
}
