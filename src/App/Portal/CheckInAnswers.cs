using Afterglow.App.People;
using Afterglow.Core;

namespace Afterglow.App.Portal;

/// <summary>
/// Takes an answer before a page is drawn for it: what was sent is written and leads on with a redirect, and only a refusal
/// goes to the page, which says it in words. In the evening many answer in the same minute, and drawing costs more than writing.
/// </summary>
public static class CheckInAnswers
{
    private const string Page = "/my-check-in";

    /// <summary>Stands after the token of the form was looked at and the language is known.</summary>
    public static void UseCheckInAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType && string.Equals(request.Path.Value?.TrimEnd('/'), Page, StringComparison.OrdinalIgnoreCase)
            && await request.ReadFormAsync(context.RequestAborted) is var form && form["_handler"] == "answer" && await OpenForm.LinkIdAsync(context) is { } link)
        {
            Result<CheckInStep> step = CheckInForm.TryRead(form["value"].FirstOrDefault(), out var value)
                ? await context.RequestServices.GetRequiredService<CheckInRecords>().AnswerAsync(link, form["question"].FirstOrDefault() ?? "", value, context.Origin())
                : new Core.CheckIns.AnswerNotOnList();
            if (step.Try(out var done, out var refusal))
            {
                context.Response.Redirect((done.ShowsHelp ? Page + "/help" : done.CheckIn.FinishedAt is not null ? Page + "/done" : Page).InLanguage());
                return;
            }
            context.Features.Set(new RefusedAnswer(refusal));
        }
        await next(context);
    });
}

/// <summary>Why what was sent is no answer.</summary>
internal sealed record RefusedAnswer(Refusal Refusal);
