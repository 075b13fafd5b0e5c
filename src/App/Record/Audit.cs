using Afterglow.Core.People;

namespace Afterglow.App.Record;

/// <summary>One line of who did what: a chart read, a sign-in, a print, a refusal.</summary>
/// <param name="Action">A permanent, dotted name such as <c>chart.read</c>.</param>
/// <param name="PatientId">Whose data it was; null when nobody's.</param>
/// <param name="Target">What exactly: a stream, a staff id, a route. Never a name, a score or a note.</param>
/// <param name="Outcome"><c>done</c>, <c>refused</c> or <c>failed</c>.</param>
/// <param name="Reason">Why, where the person had to say (emergency access, overrides).</param>
/// <param name="Origin">Where from: an address or <c>command line</c>.</param>
public sealed record AuditLine(
    Author Actor, string Action, Guid? PatientId = null, string Target = "", string Outcome = "done", string Reason = "", string Origin = "");
