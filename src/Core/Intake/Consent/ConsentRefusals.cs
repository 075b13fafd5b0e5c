namespace Afterglow.Core.Intake.Consent;

/// <summary>No such document.</summary>
public sealed record ConsentDocumentUnknown : Refusal
{
    public override string Code => "consent.document.unknown";

    public override string Sentence => "There is no such document; choose one from the list.";
}

/// <summary>Publishing is the director's.</summary>
public sealed record DirectorPublishes : Refusal
{
    public override string Code => "consent.director-only";

    public override string Sentence => "A director or an administrator publishes consent documents; ask one of them.";
}

/// <summary>Two published at once, and the other was first.</summary>
public sealed record PublishedMeanwhile(string By, int Number) : Refusal
{
    public override string Code => "consent.published-meanwhile";

    public override string Sentence => $"{By} has published version {Number} meanwhile; read it, then publish yours again if you see it differently. Nothing was written.";
}

/// <summary>A text that cannot be read as a document.</summary>
public sealed record ConsentTextUnreadable(int Line, string What) : Refusal
{
    public override string Code => "consent.text-unreadable";

    public override string Sentence => $"Line {Line}: {What}. Nothing was written.";
}

/// <summary>The languages do not ask the same.</summary>
public sealed record QuestionsDiffer : Refusal
{
    public override string Code => "consent.questions-differ";

    public override string Sentence => "Every language asks the same questions, with the same keys in the same order; make them match. Nothing was written.";
}

/// <summary>A treatment without a question.</summary>
public sealed record QuestionsMissing : Refusal
{
    public override string Code => "consent.questions-missing";

    public override string Sentence => "Ask at least one question, so that it shows whether the text was understood. Nothing was written.";
}

/// <summary>The same again.</summary>
public sealed record NothingChanged : Refusal
{
    public override string Code => "consent.nothing-changed";

    public override string Sentence => "Nothing in the text has changed; there is nothing to publish.";
}

/// <summary>A day that has passed.</summary>
public sealed record BeginsTooEarly(DateOnly Earliest) : Refusal
{
    public override string Code => "consent.begins-too-early";

    public override string Sentence => $"Let it begin on {Earliest:yyyy-MM-dd} or later: what was signed before stays as it is.";
}

/// <summary>Another's task.</summary>
public sealed record NotYourTask(string What, string Who) : Refusal
{
    public override string Code => "consent.not-your-task";

    public override string Sentence => $"To {What} is for {Who}.";
}

/// <summary>A program, or a member of staff in the patient's place.</summary>
public sealed record PatientSigns : Refusal
{
    public override string Code => "consent.patient-signs";

    public override string Sentence => "Only the patient answers and signs, at home or on a device in the clinic.";
}

/// <summary>No document was chosen.</summary>
public sealed record NothingAsked : Refusal
{
    public override string Code => "consent.nothing-asked";

    public override string Sentence => "Choose at least one document.";
}

/// <summary>Read one version, sent another.</summary>
public sealed record ConsentVersionChanged : Refusal
{
    public override string Code => "consent.version-changed";

    public override string Sentence => "This text has changed since it was opened; read it as it is now. Nothing was written.";
}

/// <summary>No such question.</summary>
public sealed record TeachBackQuestionUnknown : Refusal
{
    public override string Code => "consent.question-unknown";

    public override string Sentence => "This document has no such question; open it again.";
}

/// <summary>No answer was chosen.</summary>
public sealed record TeachBackNotChosen : Refusal
{
    public override string Code => "consent.answer-missing";

    public override string Sentence => "Choose one of the answers.";
}

/// <summary>Questions are still open.</summary>
public sealed record TeachBackOpen : Refusal
{
    public override string Code => "consent.questions-open";

    public override string Sentence => "Answer the questions first; they show us whether we explained it well.";
}

/// <summary>The box was not ticked.</summary>
public sealed record AgreementMissing : Refusal
{
    public override string Code => "consent.agreement-missing";

    public override string Sentence => "Tick the box that says you agree.";
}

/// <summary>No name.</summary>
public sealed record SignatureMissing : Refusal
{
    public override string Code => "consent.name-missing";

    public override string Sentence => "Type your name: it is your signature.";
}

/// <summary>A drawing that is no drawing.</summary>
public sealed record DrawingUnreadable : Refusal
{
    public override string Code => "consent.drawing-unreadable";

    public override string Sentence => "The drawn signature could not be read; clear it and draw again, or leave it empty: the typed name is enough.";
}

/// <summary>Signed before.</summary>
public sealed record SignedAlready : Refusal
{
    public override string Code => "consent.signed-already";

    public override string Sentence => "This document is signed already. To change your mind, withdraw it.";
}

/// <summary>Nothing holds that could be taken back.</summary>
public sealed record NothingToWithdraw : Refusal
{
    public override string Code => "consent.nothing-to-withdraw";

    public override string Sentence => "There is no signature that could be withdrawn: nothing was signed, or it was withdrawn before.";
}

/// <summary>Not a day on which anybody was enrolled.</summary>
public sealed record EnrolmentDay : Refusal
{
    public override string Code => "consent.enrolment-day";

    public override string Sentence => "Write the day of the enrolment: not in the future, and not before March 2019, when the programme began.";
}

/// <summary>Enrolled before.</summary>
public sealed record EnrolledAlready : Refusal
{
    public override string Code => "consent.enrolled-already";

    public override string Sentence => "The enrolment is on file. If it is wrong, strike it first.";
}

/// <summary>What stays.</summary>
public sealed record CannotBeStruck : Refusal
{
    public override string Code => "consent.cannot-be-struck";

    public override string Sentence => "Only a signature, an enrolment, a request or a note of talking it through can be struck, once. A withdrawal is the patient’s word; the patient may sign again.";
}
