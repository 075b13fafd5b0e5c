using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Afterglow.Core.People;

namespace Afterglow.Core.Schedule;

/// <summary>Something that happened to a site's calendar. The kinds are permanent: entries in the record carry these words.</summary>
public abstract record ScheduleEvent
{
    private ScheduleEvent()
    {
    }

    /// <summary>A chair was booked.</summary>
    /// <param name="Against">The rules it was booked against, by their codes.</param>
    /// <param name="Reason">Why, where it was booked against a rule.</param>
    public sealed record AppointmentBooked(Appointment Appointment, IReadOnlyList<string> Against, string Reason) : ScheduleEvent;

    public sealed record AppointmentMoved(Guid AppointmentId, string Chair, DateTimeOffset Start, IReadOnlyList<string> Against, string Reason) : ScheduleEvent;

    public sealed record AppointmentCancelled(Guid AppointmentId, string Reason, bool ByPatient) : ScheduleEvent;

    /// <summary>A patient would take an earlier place.</summary>
    public sealed record PatientWaits(Guid WaitId, Guid PatientId, string ProtocolId, DateTimeOffset Since, IReadOnlyList<Available> When, string Note) : ScheduleEvent;

    public sealed record WaitEnded(Guid WaitId, string Reason) : ScheduleEvent;

    /// <summary>The week's opening hours, all of them.</summary>
    public sealed record HoursSet(IReadOnlyList<OpenHours> Open) : ScheduleEvent;

    public sealed record ClosureSet(DateOnly Day, string Reason) : ScheduleEvent;

    public sealed record ClosureLifted(DateOnly Day) : ScheduleEvent;

    /// <summary>When somebody works, all of their week.</summary>
    public sealed record DutySet(string StaffId, string Name, Role Role, IReadOnlyList<OpenHours> Hours) : ScheduleEvent;

    public sealed record AbsenceSet(Absence Absence) : ScheduleEvent;
}

/// <summary>Schedule entries as JSON: a permanent kind beside a body.</summary>
public static class ScheduleJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["appointment-booked"] = typeof(ScheduleEvent.AppointmentBooked),
        ["appointment-moved"] = typeof(ScheduleEvent.AppointmentMoved),
        ["appointment-cancelled"] = typeof(ScheduleEvent.AppointmentCancelled),
        ["patient-waits"] = typeof(ScheduleEvent.PatientWaits),
        ["wait-ended"] = typeof(ScheduleEvent.WaitEnded),
        ["hours-set"] = typeof(ScheduleEvent.HoursSet),
        ["closure-set"] = typeof(ScheduleEvent.ClosureSet),
        ["closure-lifted"] = typeof(ScheduleEvent.ClosureLifted),
        ["duty-set"] = typeof(ScheduleEvent.DutySet),
        ["absence-set"] = typeof(ScheduleEvent.AbsenceSet),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Kinds = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Kind(ScheduleEvent happened) => Kinds[happened.GetType()];

    public static string Write(ScheduleEvent happened) => JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <summary>Throws when the kind is unknown or the body is not of that kind: the record is broken, or newer than this program.</summary>
    public static ScheduleEvent Read(string kind, string body) => Types.TryGetValue(kind, out var type)
        ? (ScheduleEvent)(JsonSerializer.Deserialize(body, type, Options) ?? throw new JsonException($"An entry of kind “{kind}” is empty."))
        : throw new JsonException($"There is no kind of entry called “{kind}”.");
}

/// <summary>When a site is open and who works there, folded from its entries.</summary>
public sealed record SiteHours(
    IReadOnlyList<OpenHours> Open, bool OpenIsSet, IReadOnlyList<Closure> Closures, IReadOnlyList<Duty> Duties, IReadOnlyList<Absence> Absences)
{
    public static SiteHours From(IEnumerable<ScheduleEvent> happened)
    {
        var hours = new SiteHours(ClinicCalendar.UsualHours, false, [], [], []);
        foreach (var each in happened) hours = hours.With(each);
        return hours;
    }

    private SiteHours With(ScheduleEvent happened) => happened switch
    {
        ScheduleEvent.HoursSet set => this with { Open = set.Open, OpenIsSet = true },
        ScheduleEvent.ClosureSet set => this with { Closures = [.. Closures.Where(closure => closure.Day != set.Day), new Closure(set.Day, set.Reason)] },
        ScheduleEvent.ClosureLifted lifted => this with { Closures = [.. Closures.Where(closure => closure.Day != lifted.Day)] },
        ScheduleEvent.DutySet set => this with
        {
            Duties =
            [
                .. Duties.Where(duty => duty.StaffId != set.StaffId || duty.Role != set.Role),
                .. set.Hours.Select(hours => new Duty(set.StaffId, set.Name, set.Role, hours.Day, hours.From, hours.To)),
            ],
        },
        ScheduleEvent.AbsenceSet set => this with { Absences = [.. Absences, set.Absence] },
        _ => this,
    };
}
