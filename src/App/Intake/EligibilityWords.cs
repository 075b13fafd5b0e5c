using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Intake.Resistance;

namespace Afterglow.App.Intake;

/// <summary>The words a member of staff reads for outcomes, findings and answers.</summary>
internal static class EligibilityWords
{
    public static string Of(EligibilityOutcome outcome) => outcome switch
    {
        EligibilityOutcome.Eligible => "Eligible",
        EligibilityOutcome.NotNow => "Not now",
        _ => "Not eligible",
    };

    public static string Of(WhatToDo act) => act switch
    {
        WhatToDo.NotEligible => "A rule says no",
        WhatToDo.PrescriberDecides => "For a prescriber to decide",
        WhatToDo.MoreInformation => "More information needed",
        _ => "Noted",
    };

    public static string Explain(WhatToDo act) => act switch
    {
        WhatToDo.NotEligible => "Who knows better answers the finding; without an answer to each, nobody is recorded as eligible.",
        WhatToDo.PrescriberDecides => "None of these says no by itself.",
        WhatToDo.MoreInformation => "What is on file does not let these rules be judged.",
        _ => "Good to know; nothing to do.",
    };

    public static string Of(Judged judged) => judged switch { Judged.Yes => "yes", Judged.No => "no", _ => "not known" };

    public static string IconOf(FoundIn place) => place switch
    {
        FoundIn.Condition => "condition",
        FoundIn.Medication => "medication",
        FoundIn.Allergy => "allergy",
        FoundIn.Measurement => "vital",
        FoundIn.Score => "score",
        FoundIn.Person => "account",
        _ => "chat",
    };

    public static string Of(FoundIn place) => place switch
    {
        FoundIn.Condition => "Condition",
        FoundIn.Medication => "Medication",
        FoundIn.Allergy => "Allergy",
        FoundIn.Measurement => "Measurement",
        FoundIn.Score => "Score",
        FoundIn.Person => "On file",
        _ => "The patient’s answer",
    };
}
