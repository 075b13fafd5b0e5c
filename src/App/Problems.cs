using Afterglow.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Afterglow.App;

/// <summary>Refusals as HTTP answers, in one place for every module: problem details with the permanent code and the sentence.</summary>
public static class Problems
{
    /// <summary>422; or 404 where the code ends in <c>.unknown</c>: what was named is not there, or not for this caller.</summary>
    public static ProblemHttpResult Refused(Refusal refusal) => Problem(
        refusal.Code.EndsWith(".unknown", StringComparison.Ordinal) ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity,
        refusal.Code, refusal.Sentence, refusal.CanBeConfirmed);

    /// <summary>The answer to a request: what was allowed, or why not.</summary>
    public static IResult Answer<T>(this Result<T> result, Func<T, IResult> allowed) =>
        result.Try(out var value, out var refusal) ? allowed(value) : Refused(refusal);

    public static ProblemHttpResult Problem(int status, string code, string sentence, bool canBeConfirmed = false)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (canBeConfirmed) extensions["canBeConfirmed"] = true;
        return TypedResults.Problem(sentence, statusCode: status, title: Title(status), extensions: extensions);
    }

    private static string Title(int status) => status switch
    {
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => "Overtaken",
        StatusCodes.Status422UnprocessableEntity => "Refused",
        _ => "The request was not carried out",
    };
}
