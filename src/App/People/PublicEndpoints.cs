using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Afterglow.App.People;

/// <summary>The written list of what opens without a sign-in. Whatever is not on it carries a policy; a test holds both.</summary>
public static class PublicEndpoints
{
    /// <summary>Route patterns in lower case, each with the reason why it is public.</summary>
    public static IReadOnlyDictionary<string, string> Patterns { get; } = new Dictionary<string, string>
    {
        ["/sign-in"] = "the way in",
        ["/sign-in/code"] = "the second step of the way in",
        ["/sign-in/second-factor"] = "the second step of the way in, the first time",
        ["/sign-in/passkey"] = "the way in with a passkey",
        ["/sign-in/passkey-question"] = "what a passkey is asked on the way in",
        ["/setup"] = "creates the first administrator; answers 404 afterwards",
        ["/choose-password/{key}"] = "a link that an administrator handed over",
        ["/schedule/feed/{key}"] = "calendar programs cannot sign in: the key, 256 random bits, is the right",
        ["/sign-out"] = "ends a sign-in; harmless without one",
        ["/openapi/{documentname}.json"] = "describes the API and holds no data",
        ["/connect/token"] = "where a program shows its secret",
        ["/problem/{code:int}"] = "the page behind every refusal",
        ["/welcome"] = "what the clinic offers",
        ["/about-ketamine"] = "what ketamine is and is not",
        ["/link/{key}"] = "a link that a patient was sent; asks for the birth date before it shows anything",
        ["/my-care"] = "what waits for a patient, behind such a link and the birth date",
        ["/my-care/passkey-question"] = "what a patient's new passkey is asked, behind such a link and the birth date",
        ["/my-care/passkeys"] = "a patient's own passkeys, behind such a link and the birth date",
        ["/my-care/passkeys/remove"] = "a patient's own passkeys, behind such a link and the birth date",
        ["/my-page"] = "the way to a patient's own page; shows nothing",
        ["/my-page/passkey-question"] = "what a patient's passkey is asked on the way in",
        ["/my-page/passkey"] = "the way to a patient's own page with a passkey",
        ["/my-plan"] = "a patient's own treatment plan, behind such a link and the birth date",
        ["/my-messages"] = "how a patient wants to be reminded, behind such a link and the birth date",
        ["/check-in/{key}"] = "the first question of a check-in, behind a link that a patient was sent; shows nothing personal",
        ["/my-check-in"] = "a patient's own questions, behind such a link and the birth date",
        ["/my-check-in/help"] = "whom to call, behind such a link and the birth date",
        ["/my-check-in/done"] = "a patient's own answers, behind such a link and the birth date",
        ["/my-words"] = "what a patient wrote, behind such a link and the birth date",
        ["/my-question"] = "where a patient asks the clinic, behind such a link and the birth date",
        ["/my-course"] = "a patient's own scores over time, behind such a link and the birth date",
        ["/my-history"] = "a patient's own form, behind such a link and the birth date",
        ["/my-history/review"] = "a patient's own form, behind such a link and the birth date",
        ["/my-history/{sectionid}"] = "a patient's own form, behind such a link and the birth date",
        ["/my-history/{section}/answers"] = "a patient's own form, behind such a link and the birth date",
        ["/my-history/leave"] = "closes the form on this device; harmless without one",
        ["/my-documents"] = "a patient's own documents, behind such a link and the birth date, or on a device handed over",
        ["/my-documents/{key}"] = "a patient's own documents, behind such a link and the birth date, or on a device handed over",
        ["/my-documents/{key}/questions"] = "a patient's own documents, behind such a link and the birth date, or on a device handed over",
        ["/my-documents/{key}/sign"] = "a patient's own documents, behind such a link and the birth date, or on a device handed over",
        ["/my-documents/{key}/withdraw"] = "a patient's own documents, behind such a link and the birth date, or on a device handed over",
        ["/my-documents/{key}/signed/{entryid:guid}"] = "a patient's own documents, behind such a link and the birth date, or on a device handed over",
        ["/give-back"] = "a device of the clinic that is in a patient's hands; asks for the password of whoever is signed in",
        ["/ask"] = "where somebody who is not a patient yet asks for a consultation",
        ["/ask/sent"] = "what happens next; shows only a day",
        ["/health"] = "asked by the machine that keeps the server running",
        ["/health/ready"] = "asked by the machine that keeps the server running",
    };

    // Added by the framework itself, where no policy can be named: the fallback policy (signed in) stands before them.
    private static readonly string[] Framework = ["/{**path:file}", "/_framework/opaque-redirect"];

    /// <summary>True for files that come with the program: they hold no data.</summary>
    public static bool IsProgramFile(Endpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    /// <summary>What is wrong with who may open this endpoint; null when nothing is.</summary>
    public static string? Fault(Endpoint endpoint)
    {
        var pattern = "/" + ((endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName ?? "?").TrimStart('/');
        var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (open)
            return IsProgramFile(endpoint) || Patterns.ContainsKey(pattern.ToLowerInvariant()) ? null : $"{pattern} opens without a sign-in and is not on the public list.";
        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
        if (policies.Count == 0 && Framework.Contains(pattern)) return null;
        if (policies.Count == 0) return $"{pattern} names no policy.";
        return policies.All(policy => policy is not null && Policies.Roles.ContainsKey(policy)) ? null : $"{pattern} names a policy that does not exist.";
    }
}
