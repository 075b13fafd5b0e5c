using System.Text.RegularExpressions;
using Afterglow.App.Portal;
using Afterglow.Core;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using CsCheck;

namespace Afterglow.Tests.Intake;

/// <summary>Reading, understanding, signing and taking back: the rules, without a record around them.</summary>
public sealed partial class GivingConsent
{
    private static readonly Author Nurse = new("nurse", "Nora Nurse", [Role.Nurse]);
    private static readonly Author FrontDesk = new("desk", "Dora Desk", [Role.FrontDesk]);
    private static readonly Author Director = new("director", "Dana Director", [Role.Director]);
    private static readonly Author Pump = new("client:pump", "pump", [], IsProgram: true);
    private static readonly DateOnly Today = new(2026, 11, 25);

    // The documents

    [Fact]
    public void Every_document_is_there_in_every_language_with_the_same_questions_and_known_sources()
    {
        var library = SuppliedConsents.Library;
        Assert.Equal(7, library.Documents.Count);
        foreach (var version in library.Supplied)
        {
            Assert.Equal(Languages.All.Select(language => language.Name), version.Texts.Keys.Order(StringComparer.Ordinal));
            foreach (var (language, text) in version.Texts)
            {
                Assert.Equal(version.In("en").Questions.Select(question => question.Key), text.Questions.Select(question => question.Key));
                Assert.NotEmpty(text.Questions);
                Assert.Null(Citations.Unknown(text.Body));
                Assert.DoesNotContain("{{", text.Source, StringComparison.Ordinal);
                Assert.Equal(CountOf(version.In("en").Body, "[^"), CountOf(text.Body, "[^"));
                Assert.Equal(CountOf(version.In("en").Body, "\n## "), CountOf(text.Body, "\n## "));
                Assert.True(language == "en" || text.Title != version.In("en").Title, version.Document);
            }
        }
    }

    [Fact]
    public void Every_protocol_has_a_consent_of_its_own_which_says_what_the_law_and_the_evidence_ask_for()
    {
        var library = SuppliedConsents.Library;
        var found = Protocols.All.Select(protocol => library.For(protocol)!).ToList();
        Assert.Equal(Protocols.All.Count, found.Select(document => document.Key).Distinct().Count());
        foreach (var (protocol, document) in Protocols.All.Zip(found))
        {
            Assert.Equal(protocol.GateRules.Any(rule => rule.Id == "z_enrol"), document.Programme);
            Assert.Equal(protocol.Compound == Compounds.Racemic, document.OffLabel);
            var text = library.Newest(document.Key).In("en").Body;
            // Masked trials beside the hopeful ones, the risks that are named, and what else there is.
            foreach (var said in new[] { "[^lii2023]", "[^jelovac2025]", "fades", "Blood pressure", "dissociation", "sedation", "bladder", "Misuse", "do not drive", "not enough studies", "What else there is", "off-label" })
                Assert.Contains(said, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_texts_can_be_read_aloud_short_sentences_no_tables_and_no_bare_abbreviation()
    {
        foreach (var text in SuppliedConsents.Library.Supplied.SelectMany(version => version.Texts.Values))
        {
            Assert.DoesNotContain("|", text.Body, StringComparison.Ordinal);
            foreach (var word in Abbreviation().Matches(text.Body).Select(match => match.Value))
                Assert.True(word == "REMS", $"“{word}” in {text.Title}");
            var plain = Marks().Replace(text.Body, "");
            var sentences = plain.Split(['.', '?', '!', ':', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(sentence => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length).Where(words => words > 0).ToList();
            Assert.InRange(sentences.Max(), 3, 32);
            Assert.InRange(sentences.Average(), 3, 14);
        }
    }

    [Theory]
    [InlineData("no title", "title")]
    [InlineData("# T", "title")]
    [InlineData("# Title\n", "what the patient agrees to")]
    [InlineData("# Title\nText\n? Key: What?\n* a\n- b\n> c", "small letters")]
    [InlineData("# Title\nText\n? key: What?\n- a\n- b\n> c", "one is right")]
    [InlineData("# Title\nText\n? key: What?\n* a\n* b\n> c", "one is right")]
    [InlineData("# Title\nText\n? key: What?\n* a\n- b", "explanation")]
    [InlineData("# Title\nText\n? key: What?\n* a\n- b\n> c\n? key: Again?\n* a\n- b\n> c", "already")]
    [InlineData("# Title\nText\n? key: What?\nstray\n* a\n- b\n> c", "only")]
    public void A_text_that_is_none_is_refused_with_its_line(string source, string says)
    {
        Assert.False(ConsentText.Read(source).Try(out _, out var refusal));
        Assert.Equal("consent.text-unreadable", refusal.Code);
        Assert.StartsWith("Line ", refusal.Sentence, StringComparison.Ordinal);
        Assert.Contains(says, refusal.Sentence, StringComparison.Ordinal);
    }

    // Signing

    [Fact]
    public void Nothing_is_signed_before_each_question_was_answered_rightly_and_wrong_answers_stay()
    {
        var desk = new Desk();
        Assert.Equal("consent.questions-open", desk.No(desk.Signing()));
        var questions = desk.Text.Questions;
        foreach (var question in questions)
        {
            Assert.False(((ConsentEvent.QuestionAnswered)desk.Do(desk.Answering(question, right: false))).Right);
            Assert.Equal("consent.questions-open", desk.No(desk.Signing()));
            Assert.True(((ConsentEvent.QuestionAnswered)desk.Do(desk.Answering(question, right: true))).Right);
        }
        var signed = (ConsentEvent.Signed)desk.Do(desk.Signing());
        Assert.Equal((desk.Text.Digest, "Amaya Ruiz", 1, ConsentPlace.Home), (signed.Digest, signed.Name, signed.Version, signed.Place));
        Assert.Equal(ConsentState.Signed, desk.State);
        Assert.Equal(questions.Count * 2, desk.File.Lines.Count(line => line.What is ConsentEvent.QuestionAnswered));
    }

    [Fact]
    public void A_clinician_may_talk_it_through_instead_and_the_front_desk_may_not()
    {
        var desk = new Desk();
        Assert.Equal("consent.not-your-task", desk.No(new TalkThrough(Id(), desk.Key, 1, "Gone through it"), FrontDesk));
        Assert.Equal("text.missing", desk.No(new TalkThrough(Id(), desk.Key, 1, " "), Nurse));
        desk.Do(new TalkThrough(Id(), desk.Key, 1, "Read aloud; said in own words what it means"), Nurse);
        desk.Do(desk.Signing());
        Assert.Equal(ConsentState.Signed, desk.State);
    }

    [Fact]
    public void The_right_answer_is_the_one_of_the_language_that_was_read()
    {
        var reordered = ConsentText.Read("# Título\nTexto\n? stop: ¿Parar?\n- No\n* Sí\n> Siempre").Value;
        var english = ConsentText.Read("# Title\nText\n? stop: Stop?\n* Yes\n- No\n> Always").Value;
        var version = new ConsentVersion("doc", 1, 1, DateOnly.MinValue, new Dictionary<string, ConsentText> { ["en"] = english, ["es"] = reordered });
        var library = new ConsentLibrary([new("doc", 1, ConsentPurpose.Choice)], [version], []);
        ConsentEvent Answer(string language, int option) => new AnswerTeachBack(Id(), "doc", 1, language, "stop", option)
            .Decide(new ConsentDesk(new ConsentFile(Id(), []), library, Today, Author.Patient(Id()), ConsentPlace.Home)).Value;
        Assert.True(((ConsentEvent.QuestionAnswered)Answer("es", 2)).Right);
        Assert.False(((ConsentEvent.QuestionAnswered)Answer("es", 1)).Right);
        Assert.True(((ConsentEvent.QuestionAnswered)Answer("en", 1)).Right);
        // A language in which it was not written is read in English.
        Assert.True(((ConsentEvent.QuestionAnswered)Answer("fr", 1)).Right);
    }

    [Fact]
    public void Taken_back_it_holds_no_longer_and_is_read_and_answered_anew()
    {
        var desk = new Desk().Understood();
        Assert.Equal("consent.nothing-to-withdraw", desk.No(new WithdrawConsent(Id(), desk.Key, null)));
        desk.Do(desk.Signing());
        Assert.Equal("consent.signed-already", desk.No(desk.Signing()));
        desk.Do(new WithdrawConsent(Id(), desk.Key, "Changed my mind"));
        Assert.Equal(ConsentState.Withdrawn, desk.State);
        Assert.Equal("consent.nothing-to-withdraw", desk.No(new WithdrawConsent(Id(), desk.Key, null)));
        Assert.Equal("consent.questions-open", desk.No(desk.Signing()));
        desk.Understood().Do(desk.Signing());
        Assert.Equal(ConsentState.Signed, desk.State);
    }

    [Fact]
    public void Every_refusal_of_a_signature_has_its_code()
    {
        var desk = new Desk().Understood();
        Assert.Equal("consent.document.unknown", desk.No(desk.Signing() with { Document = "no-such" }));
        Assert.Equal("consent.version-changed", desk.No(desk.Signing() with { Version = 9 }));
        Assert.Equal("consent.agreement-missing", desk.No(desk.Signing() with { Agreed = false }));
        Assert.Equal("consent.name-missing", desk.No(desk.Signing() with { Name = " " }));
        Assert.Equal("name.unreadable", desk.No(desk.Signing() with { Name = new string('x', 10_000) }));
        Assert.Equal("name.unreadable", desk.No(desk.Signing() with { Name = "A\u202Emaya" }));
        foreach (var drawing in new[] { "L1 1", "M1 1\"/><script>", "M1,1", "M" + new string('1', 30_000) })
            Assert.Equal("consent.drawing-unreadable", desk.No(desk.Signing() with { Drawing = drawing }));
        Assert.Equal("consent.patient-signs", desk.No(desk.Signing(), Pump));
        Assert.Equal("consent.not-your-task", desk.No(desk.Signing(), new Author("t", "Theo", [Role.Therapist])));
        Assert.Equal("consent.question-unknown", desk.No(new AnswerTeachBack(Id(), desk.Key, 1, "en", "no-such", 1)));
        Assert.Equal("consent.answer-missing", desk.No(new AnswerTeachBack(Id(), desk.Key, 1, "en", desk.Text.Questions[0].Key, 0)));
        Assert.Equal("consent.version-changed", desk.No(new AnswerTeachBack(Id(), desk.Key, 2, "en", desk.Text.Questions[0].Key, 1)));
        Assert.Equal("consent.nothing-asked", desk.No(new AskForConsent(Id(), []), FrontDesk));
        Assert.Equal("consent.document.unknown", desk.No(new AskForConsent(Id(), ["x"]), FrontDesk));
        Assert.Equal("consent.enrolment-day", desk.No(new EnrolInProgramme(Id(), Today.AddDays(1), null), Nurse));
        Assert.Equal("consent.enrolment-day", desk.No(new EnrolInProgramme(Id(), null, null), Nurse));
        desk.Do(new EnrolInProgramme(Id(), Today, null), Nurse);
        Assert.Equal("consent.enrolled-already", desk.No(new EnrolInProgramme(Id(), Today, null), Nurse));
        Assert.Equal("consent.cannot-be-struck", desk.No(new StrikeConsentEntry(Id(), Id(), "typed wrong"), Nurse));
        // In the clinic the witness is the author, and a name in any script is a name.
        Assert.Equal(ConsentPlace.Clinic, ((ConsentEvent.Signed)desk.Do(desk.Signing() with { Name = "阿玛雅 روئیز", Drawing = "M1 1L20 30" }, FrontDesk)).Place);
        Assert.Equal("consent.signed-already", desk.No(new DeclineConsent(Id(), desk.Key, 1)));
    }

    [Fact]
    public void What_was_struck_no_longer_counts_and_stays_readable()
    {
        var desk = new Desk().Understood();
        desk.Do(desk.Signing());
        var signature = desk.File.Lines[^1].EntryId;
        Assert.Equal("text.missing", desk.No(new StrikeConsentEntry(Id(), signature, ""), Nurse));
        Assert.Equal("consent.not-your-task", desk.No(new StrikeConsentEntry(Id(), signature, "wrong chart"), FrontDesk));
        desk.Do(new StrikeConsentEntry(Id(), signature, "wrong chart"), Nurse);
        Assert.Equal(ConsentState.Missing, desk.State);
        Assert.Equal("wrong chart", desk.File.Lines.Single(line => line.EntryId == signature).StruckBecause);
        Assert.Equal("consent.cannot-be-struck", desk.No(new StrikeConsentEntry(Id(), signature, "again"), Nurse));
        desk.Do(new EnrolInProgramme(Id(), Today, "77"), Nurse);
        desk.Do(new StrikeConsentEntry(Id(), desk.File.Enrolment!.EntryId, "mistyped"), Nurse);
        Assert.Null(desk.File.EnrolledOn);
    }

    // Versions

    [Fact]
    public void A_new_version_asks_everybody_again_and_a_small_correction_nobody()
    {
        var desk = new Desk().Understood();
        desk.Do(desk.Signing());
        desk.Publish("A word put right.", small: true);
        Assert.Equal((ConsentState.Signed, 2), (desk.State, desk.Standing.Version.Number));
        desk.Publish("Another risk is known.", small: false);
        Assert.Equal((ConsentState.Outdated, 3), (desk.State, desk.Standing.Version.Number));
        Assert.True(desk.Standing.Waits);
        Assert.Equal("consent.questions-open", desk.No(desk.Signing()));
        desk.Understood().Do(desk.Signing());
        Assert.Equal(ConsentState.Signed, desk.State);
        // A correction of the new version leaves its signatures, and never brings the older ones back.
        desk.Publish("A comma.", small: true);
        Assert.Equal(ConsentState.Signed, desk.State);
        Assert.Equal(3, desk.Standing.Version.Since);
    }

    [Fact]
    public void A_version_is_asked_for_from_its_day_on()
    {
        var desk = new Desk().Understood();
        desk.Do(desk.Signing());
        desk.Publish("From next week.", small: false, from: Today.AddDays(7));
        Assert.Equal((ConsentState.Signed, 1), (desk.State, desk.Standing.Version.Number));
        desk.Today = Today.AddDays(7);
        Assert.Equal((ConsentState.Outdated, 2), (desk.State, desk.Standing.Version.Number));
    }

    [Fact]
    public void What_cannot_be_published_is_refused_with_its_reason()
    {
        var desk = new Desk();
        var right = desk.Publishing("Something else.", false);
        Assert.Equal("consent.director-only", desk.NotPublished(right, Nurse));
        Assert.Equal("consent.document.unknown", desk.NotPublished(right with { Document = "x" }));
        Assert.Equal("consent.published-meanwhile", desk.NotPublished(right with { After = 0 }));
        Assert.Equal("text.missing", desk.NotPublished(right with { Texts = new Dictionary<string, string?> { ["en"] = right.Texts["en"] } }));
        Assert.Equal("text.too-long", desk.NotPublished(right with { Texts = right.Texts.ToDictionary(text => text.Key, text => (string?)new string('x', 40_000)) }));
        Assert.Equal("consent.text-unreadable", desk.NotPublished(right with { Texts = right.Texts.ToDictionary(text => text.Key, _ => (string?)"no title") }));
        Assert.Equal("consent.questions-differ", desk.NotPublished(right with
        {
            Texts = new Dictionary<string, string?> { ["en"] = right.Texts["en"], ["es"] = "# Otro\nTexto\n? otra: ¿Qué?\n* a\n- b\n> c" },
        }));
        Assert.Equal("consent.questions-missing", desk.NotPublished(right with { Texts = right.Texts.ToDictionary(text => text.Key, _ => (string?)"# Title\nText without questions") }));
        Assert.Equal("consent.begins-too-early", desk.NotPublished(right with { From = Today.AddDays(-1) }));
        Assert.Equal("consent.nothing-changed", desk.NotPublished(right with { Texts = desk.Standing.Version.Texts.ToDictionary(text => text.Key, text => (string?)text.Value.Source) }));
    }

    [Fact]
    public void Whatever_is_signed_taken_back_struck_and_published_in_any_order_the_standing_is_what_was_last_said() =>
        Gen.Int[0, 6].Array[1, 40].Sample(steps =>
        {
            var desk = new Desk();
            // What must hold, kept in the plainest way beside the fold.
            var (signedVersion, withdrawn, since) = ((int?)null, false, 1);
            foreach (var step in steps)
                switch (step)
                {
                    case 0:
                        desk.Publish($"Risk {Id()}.", small: false);
                        since = desk.Standing.Version.Number;
                        break;
                    case 1:
                        desk.Publish($"Comma {Id()}.", small: true);
                        break;
                    case 2:
                        if (desk.Try(desk.Signing())) (signedVersion, withdrawn) = (desk.Standing.Version.Number, false);
                        break;
                    case 3:
                        if (desk.Try(new WithdrawConsent(Id(), desk.Key, null))) withdrawn = true;
                        break;
                    case 4:
                        desk.Understood();
                        break;
                    case 5:
                        desk.Try(desk.Signing() with { Agreed = false });
                        break;
                    default:
                        desk.Try(new DeclineConsent(Id(), desk.Key, desk.Standing.Version.Number));
                        if (desk.State == ConsentState.Declined) (signedVersion, withdrawn) = (null, false);
                        break;
                }
            Assert.Equal(signedVersion is not null && !withdrawn && signedVersion >= since, desk.State == ConsentState.Signed);
            if (withdrawn) Assert.Equal(ConsentState.Withdrawn, desk.State);
            if (signedVersion < since && !withdrawn) Assert.Equal(ConsentState.Outdated, desk.State);
        }, iter: 300, threads: 2);

    [Fact]
    public void Every_entry_reads_back_as_it_was_written()
    {
        ConsentEvent[] all =
        [
            new ConsentEvent.Asked(["ketamine-iv"]), new ConsentEvent.Shown("ketamine-iv", 1, "es", "ab", ConsentPlace.Home),
            new ConsentEvent.QuestionAnswered("ketamine-iv", 1, "es", "driving", 3, true, ConsentPlace.Clinic), new ConsentEvent.TalkedThrough("ketamine-iv", 1, "“so”"),
            new ConsentEvent.Signed("ketamine-iv", 1, "es", "ab", "<b>O’Hara</b>", "M1 1L2 2", ConsentPlace.Home), new ConsentEvent.Declined("research", 1, ConsentPlace.Home),
            new ConsentEvent.Withdrawn("ketamine-iv", ConsentPlace.Clinic, ""), new ConsentEvent.Enrolled(Today, "7"), new ConsentEvent.Struck(Id(), "wrong"),
        ];
        Assert.Equal(typeof(ConsentEvent).GetNestedTypes().Length, all.Length);
        foreach (var happened in all)
            Assert.Equal(ConsentJson.Write(happened), ConsentJson.Write(ConsentJson.Read(ConsentJson.Kind(happened), ConsentJson.Write(happened))!));
        // Entries in clinics' records carry these words: one may be added, none changed.
        Assert.Equal(
            ["consent-asked", "consent-shown", "consent-question-answered", "consent-talked-through", "consent-signed", "consent-declined", "consent-withdrawn", "programme-enrolled", "consent-struck"],
            all.Select(ConsentJson.Kind));
    }

    private static Guid Id() => Guid.NewGuid();

    private static int CountOf(string text, string what) => text.Split(what).Length - 1;

    [GeneratedRegex(@"\b\p{Lu}{3,}\b", RegexOptions.None, 1000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"\[\^[^\]]*\]|[*#-]", RegexOptions.None, 1000)]
    private static partial Regex Marks();

    /// <summary>A patient in front of one document, and the clinic behind it. What is taken is written as JSON and read back.</summary>
    private sealed class Desk
    {
        private readonly Guid patient = Id();
        private readonly List<ChartLine> lines = [];
        private readonly List<ChartLine> published = [];

        public string Key => "ketamine-iv";

        public DateOnly Today { get; set; } = GivingConsent.Today;

        public ConsentLibrary Library => SuppliedConsents.Library.With(published);

        public ConsentFile File => ConsentFile.From(patient, lines);

        public ConsentStanding Standing => File.Standing(Library, Library.Find(Key)!, Today);

        public ConsentState State => Standing.State;

        public ConsentText Text => Standing.Version.In("en");

        public SignConsent Signing() => new(Id(), Key, Standing.Version.Number, "en", "Amaya Ruiz", null, true);

        public AnswerTeachBack Answering(TeachBackQuestion question, bool right) =>
            new(Id(), Key, Standing.Version.Number, "en", question.Key, question.Options.ToList().FindIndex(option => option.Right == right) + 1);

        public Desk Understood()
        {
            foreach (var question in Text.Questions) Do(Answering(question, right: true));
            return this;
        }

        public ConsentEvent Do(IConsentCommand command, Author? by = null)
        {
            var decided = Ask(command, by);
            Assert.True(decided.Allowed, decided.Refusal?.Sentence);
            Write(command.EntryId, decided.Value, by);
            return decided.Value;
        }

        public bool Try(IConsentCommand command)
        {
            if (!Ask(command, null).Try(out var happened, out _)) return false;
            Write(command.EntryId, happened, null);
            return true;
        }

        /// <summary>The code with which it is refused.</summary>
        public string No(IConsentCommand command, Author? by = null)
        {
            var decided = Ask(command, by);
            Assert.False(decided.Allowed, $"{command} was taken.");
            Assert.Matches("^[A-Z“].*[.”]$", decided.Refusal!.Sentence);
            return decided.Refusal.Code;
        }

        public PublishVersion Publishing(string more, bool small, DateOnly? from = null)
        {
            var newest = Library.Newest(Key);
            return new(
                Id(), Key, newest.Texts.ToDictionary(text => text.Key, text => (string?)text.Value.Source.Replace("\n? approved", $"\n{more}\n\n? approved", StringComparison.Ordinal)),
                small, from ?? Today, null, newest.Number);
        }

        public void Publish(string more, bool small, DateOnly? from = null)
        {
            var version = Publishing(more, small, from).Decide(Library, ["en", "es"], Today, Director).Value;
            published.Add(new ChartLine(Id(), ConsentPublished.Kind, ConsentJson.Write(version), DateTimeOffset.UnixEpoch, Director));
        }

        public string NotPublished(PublishVersion version, Author? by = null)
        {
            var decided = version.Decide(Library, ["en", "es"], Today, by ?? Director);
            Assert.False(decided.Allowed);
            return decided.Refusal!.Code;
        }

        private Result<ConsentEvent> Ask(IConsentCommand command, Author? by) =>
            command.Decide(new ConsentDesk(File, Library, Today, by ?? Author.Patient(patient), by is null ? ConsentPlace.Home : ConsentPlace.Clinic));

        private void Write(Guid id, ConsentEvent happened, Author? by) =>
            lines.Add(new ChartLine(id, ConsentJson.Kind(happened), ConsentJson.Write(happened), DateTimeOffset.UnixEpoch, by ?? Author.Patient(patient)));
    }
}
