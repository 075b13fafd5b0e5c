using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Afterglow.App.People;

/// <summary>
/// Turns what was thrown into an answer. A request that cannot be read is the sender's fault and says so; anything else
/// is ours: it is logged under a number that the person is shown, and nothing of its inside leaves the server.
/// </summary>
internal sealed partial class Failures(ILogger<Failures> log, IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        Failed(log, context.TraceIdentifier, exception);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        // A page has its own words for this; see Design/Problem.
        return context.Request.IsForPrograms() && await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context });
    }

    /// <summary>Answers what cannot be read, before it counts as a fault of the server.</summary>
    public static async Task UnreadableAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (Unreadable(exception) is not null && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = Unreadable(exception)!.Value;
        }
    }

    /// <summary>What a program is told beside the status: a permanent code and a sentence.</summary>
    public static void Describe(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions.Remove("traceId");
        var (code, sentence) = problem.Status switch
        {
            400 => ("request.unreadable", "The request could not be read. Nothing was saved."),
            401 => ("sign-in.required", "Sign in, or send an access token."),
            403 => ("access.denied", "You may not do this. That you asked has been written down."),
            404 => ("not-found", "There is nothing at this address."),
            405 => ("method.not-allowed", "This address does not take that kind of request."),
            408 => ("request.too-slow", "The request took too long to arrive."),
            413 => ("request.too-large", "The request is larger than this clinic accepts."),
            415 => ("request.type", "This kind of content is not accepted here."),
            429 => ("too-many-tries", "Too many requests from here. Wait a few minutes."),
            500 => ("server.failed", "Something went wrong on the server. What was saved before is safe."),
            503 => ("server.not-ready", "The server is not ready."),
            _ => ("request.refused", "The request was refused."),
        };
        problem.Extensions.TryAdd("code", code);
        problem.Detail ??= sentence;
        if (problem.Status >= 500) problem.Extensions["id"] = context.HttpContext.TraceIdentifier;
    }

    private static int? Unreadable(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        JsonException or InvalidDataException or DecoderFallbackException or AntiforgeryValidationException => StatusCodes.Status400BadRequest,
        // A form in parts whose end does not come. Where a script's token came in the header, nothing has read the form before the page does.
        IOException { Source: "Microsoft.AspNetCore.WebUtilities" } => StatusCodes.Status400BadRequest,
        // What stands in the address is not of the kind that the page reads (?page=abc). The framework has no type of its own for this.
        InvalidOperationException { Source: "Microsoft.AspNetCore.Components" } address when address.Message.StartsWith("Cannot parse the value", StringComparison.Ordinal) =>
            StatusCodes.Status400BadRequest,
        // Broken UTF-8 and mangled multipart reach us wrapped in whatever was reading the form.
        { InnerException: { } inner } => Unreadable(inner),
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Id} failed.")]
    private static partial void Failed(ILogger log, string id, Exception exception);
}
