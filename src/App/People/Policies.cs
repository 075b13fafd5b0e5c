using Afterglow.Core.People;

namespace Afterglow.App.People;

/// <summary>What a person may do, by name. Every endpoint carries one of these or stands on the public list.</summary>
public static class Policies
{
    /// <summary>Any signed-in member of staff.</summary>
    public const string Staff = "staff";

    /// <summary>See who the patients are: names, birth dates, contact. No clinical content.</summary>
    public const string FindPatients = "patients.find";

    /// <summary>Open a chart for somebody new.</summary>
    public const string RegisterPatients = "patients.register";

    /// <summary>Answer people who ask for a consultation, and see what was written to them.</summary>
    public const string HandleRequests = "requests.handle";

    /// <summary>Write the clinic's public pages and what it promises on them.</summary>
    public const string WritePublicPages = "public-pages.write";

    /// <summary>Read a chart.</summary>
    public const string ReadChart = "chart.read";

    /// <summary>Open a chart of another site in an emergency, with a reason.</summary>
    public const string OpenInEmergency = "chart.emergency";

    /// <summary>Write into a chart outside a session.</summary>
    public const string WriteChart = "chart.write";

    /// <summary>Decide whether somebody can be treated, and answer what the rules find.</summary>
    public const string DecideEligibility = "eligibility.decide";

    /// <summary>Write a treatment plan down, and answer what a patient asks about it.</summary>
    public const string WritePlan = "plan.write";

    /// <summary>Put a plan before the patient, review its benefit, stop it.</summary>
    public const string DecidePlan = "plan.decide";

    /// <summary>See what a patient has signed, and read the documents.</summary>
    public const string ReadConsent = "consent.read";

    /// <summary>Ask patients for documents, hand a device over, note that a consent was taken back.</summary>
    public const string HandleConsent = "consent.handle";

    /// <summary>Publish the clinic's own wording of a consent document.</summary>
    public const string PublishConsent = "consent.publish";

    /// <summary>See the chairs: who sits where, in which phase, what is due.</summary>
    public const string SeeBoard = "board.see";

    /// <summary>Check a patient in.</summary>
    public const string CheckIn = "session.check-in";

    /// <summary>Read a treatment session and its note.</summary>
    public const string ReadSession = "session.read";

    /// <summary>Chart during a session.</summary>
    public const string WriteSession = "session.write";

    /// <summary>See who is booked when, in which chair.</summary>
    public const string SeeSchedule = "schedule.see";

    /// <summary>Book, move and cancel appointments, and keep the waiting list.</summary>
    public const string WriteSchedule = "schedule.write";

    /// <summary>Opening hours, closures, and who works when.</summary>
    public const string SetHours = "schedule.hours";

    /// <summary>See what waits for somebody because a risk was reported, and deal with it.</summary>
    public const string HandleTasks = "tasks.handle";

    /// <summary>Read the tasks.</summary>
    public const string SeeTasks = "tasks.see";

    /// <summary>Set how soon tasks are dealt with.</summary>
    public const string SetSafety = "safety.set";

    /// <summary>Read protocols, rules and their sources.</summary>
    public const string ReadProtocols = "protocols.read";

    /// <summary>Read the audit.</summary>
    public const string ReadAudit = "audit.read";

    /// <summary>Staff, roles, API clients.</summary>
    public const string Administer = "administer";

    /// <summary>Which roles hold which right. API clients hold the right of the same name as their scope.</summary>
    public static IReadOnlyDictionary<string, Role[]> Roles { get; } = new Dictionary<string, Role[]>
    {
        [Staff] = Enum.GetValues<Role>(),
        [FindPatients] = [Role.FrontDesk, Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director],
        [RegisterPatients] = [Role.FrontDesk, Role.Nurse, Role.Prescriber],
        [HandleRequests] = [Role.FrontDesk, Role.Nurse, Role.Prescriber],
        [WritePublicPages] = [Role.Director, Role.Administrator],
        [ReadChart] = [Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director],
        [OpenInEmergency] = [Role.Nurse, Role.Prescriber, Role.Therapist],
        [WriteChart] = [Role.Nurse, Role.Prescriber],
        [DecideEligibility] = [Role.Prescriber],
        [WritePlan] = [Role.Nurse, Role.Prescriber, Role.Therapist],
        [DecidePlan] = [Role.Prescriber],
        [ReadConsent] = [Role.FrontDesk, Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director, Role.Administrator],
        [HandleConsent] = [Role.FrontDesk, Role.Nurse, Role.Prescriber],
        [PublishConsent] = [Role.Director, Role.Administrator],
        [SeeBoard] = [Role.FrontDesk, Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director],
        [CheckIn] = [Role.FrontDesk, Role.Nurse, Role.Prescriber],
        [ReadSession] = [Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director],
        [WriteSession] = [Role.Nurse, Role.Prescriber],
        [SeeSchedule] = [Role.FrontDesk, Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director],
        [WriteSchedule] = [Role.FrontDesk, Role.Nurse, Role.Prescriber],
        [SetHours] = [Role.FrontDesk, Role.Director],
        [SeeTasks] = [Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director],
        [HandleTasks] = [Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director],
        [SetSafety] = [Role.Director],
        [ReadProtocols] = [Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director, Role.Administrator],
        [ReadAudit] = [Role.Director, Role.Administrator],
        [Administer] = [Role.Administrator],
    };

    /// <summary>What a scope of an API client allows. A program is never staff and never administers.</summary>
    public static IReadOnlyDictionary<string, string[]> Scopes { get; } = new Dictionary<string, string[]>
    {
        ["patient.read"] = [FindPatients, ReadChart, ReadConsent, SeeTasks],
        ["patient.write"] = [WriteChart, RegisterPatients, WritePlan],
        ["session.read"] = [ReadSession, SeeBoard, ReadProtocols],
        ["session.write"] = [CheckIn, WriteSession, ReadSession, ReadProtocols],
    };
}
