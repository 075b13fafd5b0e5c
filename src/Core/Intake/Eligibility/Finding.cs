using Afterglow.Core.Pharmacology.Interactions;
using Afterglow.Core.Plans;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>What a finding asks of people, the gravest first. None of them decides.</summary>
public enum WhatToDo
{
    /// <summary>The rule says no. A prescriber may still know better, and then says why.</summary>
    NotEligible,

    /// <summary>The rule does not say no by itself: a prescriber weighs it.</summary>
    PrescriberDecides,

    /// <summary>The rule cannot be judged by what is known.</summary>
    MoreInformation,

    /// <summary>Nothing to do but to know it.</summary>
    Noted,
}

/// <summary>What one rule found in what is known of one patient.</summary>
/// <param name="Rule">The rule, with its source and how sure that is.</param>
/// <param name="Title">A few words.</param>
/// <param name="Sentence">What was found or is missing, and what it means here.</param>
/// <param name="Where">What it rests on; empty when nobody has asked yet.</param>
/// <param name="Asks">The questions of the history that would settle it, where there are any.</param>
/// <param name="Effects">What was measured of an interaction; empty elsewhere.</param>
public sealed record Finding(
    ClinicalRule Rule, WhatToDo Do, string Title, string Sentence, IReadOnlyList<Basis> Where, IReadOnlyList<string> Asks,
    IReadOnlyList<Interaction> Effects)
{
    /// <summary>True when nothing at all was said about it yet.</summary>
    public bool Unasked => Do == WhatToDo.MoreInformation && Where.Count == 0;

    /// <summary>True when it rests on words in free text, whatever was answered beside them.</summary>
    public bool Possible => Where.Any(evidence => evidence.Possible) && Where.All(evidence => evidence.Possible || evidence.In == FoundIn.Answer);

    /// <summary>
    /// The same as long as the rule finds the same in the same places; another when something is added or changed, so that
    /// an answer given to the old finding is not taken for an answer to the new.
    /// </summary>
    public string Key
    {
        get
        {
            var text = new StringBuilder(Rule.Id).Append('|').Append((int)Do);
            foreach (var part in Where.Select(evidence => $"{evidence.In}:{evidence.EntryId:N}:{evidence.Text}").Order(StringComparer.Ordinal))
                text.Append('|').Append(part);
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
            return string.Create(CultureInfo.InvariantCulture, $"{Rule.Id}-{Convert.ToHexStringLower(digest.AsSpan(0, 6))}");
        }
    }
}
