using Afterglow.App.Record;

namespace Afterglow.App.People;

/// <summary>
/// This page or route shows patient data: every signed-in request to it leaves one audit line, with its outcome.
/// A page says <c>@attribute [Reads("chart.read")]</c>; a route says <c>.Reads("chart.read")</c>. Whose data it is
/// comes from the route value <c>patientId</c> (or the one named here); where the route does not say, call
/// <see cref="ReadsAudit.About"/> as soon as the patient is known. The line is written before the answer leaves:
/// if it cannot be written, nothing is shown.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ReadsAttribute(string action, string patient = "patientId") : Attribute
{
    /// <summary>What the audit calls it.</summary>
    public string Action { get; } = action;

    /// <summary>The route value that holds the patient's id.</summary>
    public string Patient { get; } = patient;
}

/// <summary>Writes down who read what.</summary>
public static partial class ReadsAudit
{
    private static readonly object PatientKey = new();

    /// <summary>This route shows patient data; see <see cref="ReadsAttribute"/>.</summary>
    public static T Reads<T>(this T endpoint, string action, string patient = "patientId") where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ReadsAttribute(action, patient));

    /// <summary>Says whose data this request shows, where the route itself does not.</summary>
    public static void About(this HttpContext context, Guid patientId) => context.Items[PatientKey] = patientId;

    internal static void UseReadsAudit(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // The page that explains a refusal passes here again; the refusal is written down already.
        if (context.User.Identity?.IsAuthenticated != true || context.ShowsFault())
        {
            await next(context);
            return;
        }
        var reads = context.GetEndpoint()?.Metadata.GetMetadata<ReadsAttribute>();
        var target = Target(context);
        var unwritten = false;
        context.Response.OnStarting(async () =>
        {
            var status = context.Response.StatusCode;
            var denied = status == StatusCodes.Status403Forbidden;
            if (reads is null && !denied) return;
            unwritten = true;
            var patient = Patient(context, reads);
            await context.RequestServices.GetRequiredService<ClinicRecord>().AuditAsync(new AuditLine(
                context.User.Author(), reads?.Action ?? "access.denied", patient, target,
                denied ? "refused" : status >= 400 ? "failed" : "done",
                context.User.Emergencies().FirstOrDefault(emergency => emergency.PatientId == patient)?.Flag ?? "", context.Origin()));
            unwritten = false;
        });
        try
        {
            await next(context);
        }
        catch (Exception exception) when (unwritten)
        {
            // The server has dropped the answer already and sends a bare 500 in its place.
            NotWritten(context.RequestServices.GetRequiredService<ILogger<ReadsAttribute>>(), context.TraceIdentifier, exception);
        }
    });

    private static Guid? Patient(HttpContext context, ReadsAttribute? reads) =>
        context.Items.TryGetValue(PatientKey, out var known) ? (Guid)known!
        : reads is not null && Guid.TryParse(context.GetRouteValue(reads.Patient)?.ToString(), out var id) ? id
        : null;

    // The route's pattern and its ids: what was asked for in the query may hold a name.
    private static string Target(HttpContext context)
    {
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var ids = context.Request.RouteValues.Values.Select(value => value?.ToString()).Where(value => Guid.TryParse(value, out _));
        return string.Join(' ', [context.Request.Method, "/" + pattern.TrimStart('/'), .. ids]);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit line of request {Id} could not be written, so nothing was shown.")]
    private static partial void NotWritten(ILogger log, string id, Exception exception);
}
