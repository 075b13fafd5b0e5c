using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Sessions;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Intake.Requests;
using Afterglow.Core.Safety;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Safety;

/// <summary>
/// What watches the record for risks. It hangs on the record itself, not on a page or a route: whatever door an entry comes
/// through, it is looked at in the transaction that writes it.
/// </summary>
internal static class RiskWatches
{
    public static void AddWatches(this IServiceCollection services)
    {
        services.AddSingleton<IReadTable, RequestWatch>();
        services.AddSingleton<IReadTable, SessionWatch>();
        services.AddSingleton<IReadTable, HistoryWatch>();
    }

    /// <summary>The site of a patient, inside the transaction.</summary>
    public static async Task<Guid> SiteAsync(RecordWrite write, Guid patientId) => Guid.Parse(await Dapper.SqlMapper.QuerySingleAsync<string>(
        write.Connection, "select site_id from read_patient where patient_id = @patient", new { patient = patientId.ToString("D") }, write.Transaction));
}

/// <summary>Somebody who asks for a consultation says that they are in danger now.</summary>
internal sealed class RequestWatch(SafetyNet net) : IReadTable
{
    public string StreamKind => StreamName.Request(Guid.Empty).Kind;

    /// <summary>None: what it opens are entries of the record.</summary>
    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (write.IsRebuild) return;
        foreach (var entry in appended)
            if (RequestJson.Read(entry.Kind, entry.Body) is RequestEvent.ConsultationAsked { InDanger: true } asked)
                await net.OpenAsync(write, new RaisedConcern(
                    asked.SiteId, null, stream.Id, Concern.SuicideNow, "Asked for a consultation and said: in danger now.", stream));
    }
}

/// <summary>A screen in a session that finds a risk.</summary>
internal sealed class SessionWatch(SafetyNet net) : IReadTable
{
    public string StreamKind => StreamName.Session(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (write.IsRebuild) return;
        foreach (var entry in appended)
        {
            // A correction counts as well as the first writing.
            var happened = SessionJson.Read(entry.Kind, entry.Body);
            if (happened is SessionEvent.PatientDischarged or SessionEvent.SessionSigned or SessionEvent.EntryAmended { Replacement: SessionEvent.DissociationRated } or SessionEvent.EntryStruck)
                await LeftDissociatedAsync(write, stream);
            var screened = happened switch
            {
                SessionEvent.SuicideScreened first => first,
                SessionEvent.EntryAmended { Replacement: SessionEvent.SuicideScreened corrected } => corrected,
                _ => null,
            };
            Concern? concern = screened?.Risk switch { SuicideRisk.High => Concern.SuicideNow, SuicideRisk.Moderate or SuicideRisk.Low => Concern.SuicidalThoughts, _ => null };
            if (concern is not { } raised || SessionLog.From(await write.ReadAsync(stream)).Session.Arrival is not { } arrival) continue;
            await net.OpenAsync(write, new RaisedConcern(
                arrival.SiteId, arrival.PatientId, null, raised,
                $"{screened!.Instrument} in the session: {screened.Risk.ToString().ToLowerInvariant()} risk.{(screened.Action.Length > 0 ? " Done there: " + screened.Action : "")}", stream));
        }
    }

    /// <summary>Whoever goes home, or whose session is closed, while the newest rating says that dissociation has not ended.</summary>
    private async Task LeftDissociatedAsync(RecordWrite write, StreamName stream)
    {
        var session = SessionLog.From(await write.ReadAsync(stream)).Session;
        if (session is { Discharge: null, Signature: null } || session.Arrival is not { } arrival || DischargeCriteria.NotEnded(session) is not { } rated) return;
        var found = rated.Cadss6 is { } six ? $"CADSS-6 {six.Sum()}" : $"dissociation {rated.Rating} of 4";
        await net.OpenAsync(write, new RaisedConcern(
            arrival.SiteId, arrival.PatientId, null, Concern.Dissociation,
            $"{(session.Discharge is null ? "The session was closed" : "Went home")} before dissociation had ended: {found} at the last rating. Call, and ask who is with them.", stream));
    }
}

/// <summary>What a patient answers in the history form that cannot wait for the visit.</summary>
internal sealed class HistoryWatch(SafetyNet net) : IReadTable
{
    private static readonly Dictionary<string, Concern> Yes = new(StringComparer.Ordinal) { ["psychosis.now"] = Concern.Psychosis, ["mania.now"] = Concern.Mania };

    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (write.IsRebuild) return;
        foreach (var entry in appended)
        {
            if (entry.Kind != HistoryEvent.Answered.Kind || HistoryJson.Read(entry.Kind, entry.Body) is not HistoryEvent.Answered { Answer: Answer.Chosen chosen } answered) continue;
            if (Yes.TryGetValue(answered.Question, out var concern) && chosen.Options.Contains(Question.Yes))
                await OpenAsync(concern, HistoryCatalogue.Find(answered.Question).Label + ": yes.");
            // Told with what else is asked about the bladder, because ketamine can harm it.
            else if (answered.Question == "urinary" && chosen.Options.Any(option => option is "pain" or "blood"))
                await OpenAsync(Concern.Urinary, "Bladder: " + chosen + ".");
        }

        async Task OpenAsync(Concern concern, string says) => await net.OpenAsync(write, new RaisedConcern(
            await RiskWatches.SiteAsync(write, stream.Id), stream.Id, null, concern, "History form. " + says, stream));
    }
}
