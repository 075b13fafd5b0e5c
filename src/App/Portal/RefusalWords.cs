using Afterglow.Core;
using Afterglow.Core.Patients;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>Refusals in the patient's language: by their permanent code; in English where a language lacks one.</summary>
internal static class RefusalWords
{
    /// <param name="field">What the field is called on the page; left out where there is only one that can be meant.</param>
    public static string Say(this IStringLocalizer<PatientWords> words, Refusal refusal, string field = "")
    {
        object number = refusal switch
        {
            TextTooLong text => text.Longest,
            BirthDateWrong wrong => wrong.Left,
            _ => "",
        };
        var found = words["refusal." + refusal.Code + (field.Length == 0 ? ".here" : ""), field, number];
        if (found.ResourceNotFound) found = words["refusal." + refusal.Code, field, number];
        return found.ResourceNotFound ? refusal.Sentence : found.Value;
    }
}
