using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Afterglow.App;
using Afterglow.App.Sessions;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.Patients;
using UglyToad.PdfPig;

namespace Afterglow.Tests.Sessions;

public sealed partial class TheNote
{
    [Fact]
    public async Task What_the_page_shows_is_printed_and_nothing_that_was_written_is_missing_from_either()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await EventfulAsync(clinic, nurse, prescriber);
        using var signed = await chair.SignAsync(nurse);
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        await chair.DoAsync(new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Called in the evening:\nslept, no headache."));

        var snapshot = await chair.SnapshotAsync();
        var session = snapshot.Fold();
        var note = SessionNote.Of(session, snapshot.Patient, clinic.Clock.GetUtcNow(), TimeZoneInfo.Utc);
        var page = Words(WebUtility.HtmlDecode(Tag().Replace(await nurse.GetStringAsync($"/sessions/{chair.Id:D}/note"), " ")));
        var paper = Words(Text(await nurse.GetByteArrayAsync($"/sessions/{chair.Id:D}/note.pdf")));

        foreach (var text in All(note))
        {
            Assert.True(page.Contains(Words(text), StringComparison.Ordinal), $"Missing on the page: {text}");
            Assert.True(paper.Contains(Words(text), StringComparison.Ordinal), $"Missing in the PDF: {text}");
        }

        // Every entry stands in the note, with everything it said before.
        var words = new EventWords(TimeZoneInfo.Utc, session.Arrival!.At);
        foreach (var entry in session.Entries)
        {
            if (entry.Original.Event is SessionEvent.VitalsRecorded vitals)
                Assert.Contains(Words($"{vitals.Vitals.Systolic}/{vitals.Vitals.Diastolic}"), paper, StringComparison.Ordinal);
            else
                Assert.Contains(Words(words.Of(entry.Original.Event)), paper, StringComparison.Ordinal);
            Assert.All(entry.Revisions, revision => Assert.Contains(Words(revision.Reason), paper, StringComparison.Ordinal));
        }
        Assert.True(session.Entries.Select(entry => entry.Original.Event.GetType()).Distinct().Count() >= 32);
        foreach (var expected in new[]
        {
            "Ada Maria Quill (called Ada)", "LOT-42", "50 mg/mL", "75 mL/h", "Checked by", "Prescriber Person", "site default, to be confirmed by the medical director",
            "Overridden by Prescriber Person: Stays with us until the evening", "Life-threatening", "Sharps bin", "Witness", "late entry, written", "struck out", "amended",
            "Changed since signing: 1 entries", session.Signature!.Seal, "Holds for entries 1 to",
        })
            Assert.Contains(Words(expected), paper, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_corrected_reading_is_struck_through_beside_the_new_one()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.VitalsAsync(181, 74, 68, 98);
        var wrong = (await chair.SessionAsync()).Vitals[0];
        await chair.DoAsync(new AmendEntry(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), wrong.EntryId, new SessionEvent.VitalsRecorded(wrong.At, wrong.Value with { Systolic = 118 }), "Mistyped"));
        var html = await nurse.GetStringAsync($"/sessions/{chair.Id:D}/note");
        Assert.Matches("<del[^>]*>181/74</del>", html);
        Assert.Contains("118/74", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<del[^>]*>68</del>", html);
    }

    [Fact]
    public async Task An_unsigned_note_says_so_everywhere_and_is_signed_from_its_page()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var page = $"/sessions/{chair.Id:D}/note";
        Assert.Contains("Not signed", await nurse.GetStringAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Sign this note", await nurse.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("Not signed", Text(await nurse.GetByteArrayAsync(page + ".pdf")), StringComparison.Ordinal);
        await chair.TreatAsync(prescriber);

        var html = await nurse.GetStringAsync(page);
        Assert.Contains("Sign this note", html, StringComparison.Ordinal);
        using var wrong = await nurse.SubmitAsync(page, Signature(html, "not my password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        // What was written after the page was opened has to be read first.
        await chair.DoAsync(new WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "One more thing"));
        using var overtaken = await nurse.SubmitAsync(page, Signature(html, Clinic.Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, overtaken.StatusCode);
        Assert.Contains("read it again", await overtaken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var signed = await nurse.SubmitAsync(page, Signature(await nurse.GetStringAsync(page), Clinic.Password));
        Assert.Equal(HttpStatusCode.Redirect, signed.StatusCode);
        var after = await nurse.GetStringAsync(page);
        Assert.Contains("Signed by Nurse Person", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign this note", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_and_printing_are_written_down_and_the_file_bears_no_name()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        (await nurse.GetAsync($"/sessions/{chair.Id:D}/note")).Dispose();
        using var pdf = await nurse.GetAsync($"/sessions/{chair.Id:D}/note.pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", pdf.Headers.CacheControl?.ToString());
        Assert.Contains(Words("Demonstration clinic: everyone here is made up"), Words(Text(await pdf.Content.ReadAsByteArrayAsync())), StringComparison.Ordinal);
        var name = pdf.Content.Headers.ContentDisposition!.FileName!;
        Assert.Equal("treatment-note-AG-000001-2026-11-23.pdf", name.Trim('"'));
        var lines = (await clinic.AuditAsync()).Where(line => line.PatientId == chair.Patient.ToString("D")).ToList();
        Assert.Contains(lines, line => line is { Action: "note.read", Outcome: "done" });
        Assert.Contains(lines, line => line is { Action: "note.print", Outcome: "done" });

        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        foreach (var path in new[] { "note", "note.pdf" })
        {
            using var refused = await desk.GetAsync($"/sessions/{chair.Id:D}/{path}");
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            using var nobody = await nurse.GetAsync($"/sessions/{Guid.NewGuid():D}/{path}");
            Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        }
    }

    [Theory]
    [InlineData("Nguyễn Thị Ánh Tuyết", true)]
    [InlineData("Ελένη Παπαδοπούλου", true)]
    [InlineData("Жанна Щербакова", true)]
    [InlineData("Þórdís Øvergård-Łukasiewicz", true)]
    [InlineData("O'Brien “Bo” — 100 % ≥ 5 µg", true)]
    [InlineData("李小龙", true)]
    [InlineData("Dr. 陳大文 (Chan Tai Man)", true)]
    [InlineData("山田 さくら", true)]
    [InlineData("김영희", true)]
    [InlineData("नेहा", false)]
    [InlineData("Գայանե Սարգսյան", true)]
    [InlineData("🙂 Ada", false)]
    [InlineData("ประเสริฐ", false)]
    [InlineData("\u0001\u202Ehidden\u0000", false)]
    public void Every_name_prints_or_is_shown_as_missing_beside_the_record_number(string name, bool whole)
    {
        var chart = new Charting();
        var note = SessionNote.Of(chart.Session, Banner(name), chart.Now, TimeZoneInfo.Utc);
        var text = Text(NotePdf.Of(note, "printed"));
        Assert.Contains("AG-000123", text, StringComparison.Ordinal);
        if (whole) Assert.Contains(Words(name), Words(text), StringComparison.Ordinal);
        else if (!name.Contains("hidden", StringComparison.Ordinal)) Assert.Contains(NotePdf.Missing, text);
        Assert.Equal(text.Contains(NotePdf.Missing), Words(text).Contains(Words("stands for a letter that this program has no font for"), StringComparison.Ordinal));
    }

    // On the paper the last letter stands leftmost, and Arabic letters are joined: U+FEE3 is the first of the word, meem before others.
    [Theory]
    [InlineData("יעל", "לעי")]
    [InlineData("יעל כהן", "ןהכ לעי")]
    [InlineData("Dr. יעל כהן-Levi", "Dr. ןהכ-Levi לעי")]
    [InlineData("(יעל)", "(לעי)")]
    [InlineData("محمد", "\uFEAA\uFEE4\uFEA4\uFEE3")]
    [InlineData("علاء", "\uFE80\uFEFC\uFECB")]
    [InlineData("زهرا", "\uFE8D\uFEAE\uFEEB\uFEAF")]
    public void Names_from_right_to_left_stand_on_the_paper_as_they_are_read(string name, string paper)
    {
        var chart = new Charting();
        var text = Text(NotePdf.Of(SessionNote.Of(chart.Session, Banner(name), chart.Now, TimeZoneInfo.Utc), "printed"));
        Assert.DoesNotContain(NotePdf.Missing, text);
        Assert.Contains(Words(paper), Words(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("America/New_York", Paper.Letter)]
    [InlineData("America/Indiana/Knox", Paper.Letter)]
    [InlineData("America/Toronto", Paper.Letter)]
    [InlineData("America/Sao_Paulo", Paper.A4)]
    [InlineData("Europe/Berlin", Paper.A4)]
    [InlineData("UTC", Paper.A4)]
    public void The_paper_is_the_one_sold_where_the_clinic_is(string zone, Paper paper) =>
        Assert.Equal(paper, PaperOf.Zone(TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void A_note_on_letter_and_on_a4_says_the_same()
    {
        var chart = new Charting().Infused();
        var note = SessionNote.Of(chart.Session, Banner("Ada Quill"), chart.Now, TimeZoneInfo.Utc);
        var printed = NotePdf.Of(note, "printed", letter: true);
        using var letter = PdfDocument.Open(printed);
        using var a4 = PdfDocument.Open(NotePdf.Of(note, "printed"));
        Assert.Equal((612, 792), (Math.Round(letter.GetPage(1).Width), Math.Round(letter.GetPage(1).Height)));
        Assert.Equal((595, 842), (Math.Round(a4.GetPage(1).Width), Math.Round(a4.GetPage(1).Height)));
        var onLetter = Words(Text(printed));
        foreach (var text in All(note)) Assert.Contains(Words(text), onLetter, StringComparison.Ordinal);
    }

    [Fact]
    public void A_note_of_many_pages_loses_nothing()
    {
        var chart = new Charting().Started();
        for (var number = 0; number < 300; number++) chart.Wait(0.1).Vitals(100 + number % 60, 70, 60 + number % 40);
        var longText = string.Join(' ', Enumerable.Range(0, 1000).Select(number => $"word{number}"));
        chart.Do(new WriteNote(Charting.Id(), chart.Now, longText + "\n\n" + new string('x', 800)));
        var note = SessionNote.Of(chart.Session, Banner("Ada Quill"), chart.Now, TimeZoneInfo.Utc);
        var bytes = NotePdf.Of(note, "printed");
        using var pdf = PdfDocument.Open(bytes);
        Assert.InRange(pdf.NumberOfPages, 6, 40);
        var text = Words(string.Concat(pdf.GetPages().Select(page => page.Text)));
        for (var number = 0; number < 1000; number++) Assert.Contains($"word{number}", text, StringComparison.Ordinal);
        Assert.Contains($"Page{pdf.NumberOfPages}of{pdf.NumberOfPages}", text, StringComparison.Ordinal);
        Assert.Equal(300, Vital().Count(text));
        // Nothing is written over the edge of the paper.
        foreach (var page in pdf.GetPages())
            Assert.All(page.Letters, letter => Assert.True(letter.EndBaseLine.X <= page.Width - 30 && letter.StartBaseLine.X >= 30 && letter.StartBaseLine.Y > 20));
    }

    [Theory]
    [InlineData("ketamine-iv-1")]
    [InlineData("ketamine-im-1")]
    [InlineData("esketamine-nasal-1")]
    [InlineData("ketamine-sl-1")]
    public void Every_protocol_and_every_phase_has_a_note(string protocol)
    {
        Action<Charting>[] steps =
        [
            _ => { }, chart => chart.Gate(), chart => chart.Prepared(), chart => chart.Checked(),
            chart => chart.Do(chart.Session.Protocol!.Infused
                ? new StartInfusion(Charting.Id(), chart.Now, true)
                : new GiveDose(Charting.Id(), chart.Now, chart.Session.Prepared!.Dose, "left", true)),
        ];
        var charted = new Charting(protocol);
        foreach (var step in steps)
        {
            step(charted);
            var note = SessionNote.Of(charted.Session, Banner("Ada Quill"), charted.Now, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
            Assert.Contains("Not signed", note.Standing, StringComparison.Ordinal);
            Assert.NotEmpty(NotePdf.Of(note, "printed"));
        }
        var cancelled = new Charting(protocol).Do(new CancelSession(Charting.Id(), Charting.Morning, "Not fasted"));
        Assert.Contains("Not fasted", string.Join(' ', All(SessionNote.Of(cancelled.Session, Banner("Ada"), cancelled.Now, TimeZoneInfo.Utc))), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_the_clinics_own_and_say_their_distance_from_UTC()
    {
        var chart = new Charting().Started().Wait(12).Vitals();
        var note = SessionNote.Of(chart.Session, Banner("Ada"), chart.Now, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        var text = string.Join('\n', All(note));
        Assert.Contains("23 Nov 2026, 04:00 UTC−5:00", text, StringComparison.Ordinal);
        var vitals = ((NoteBlock.Table)note.Sections.Single(section => section.Title == "Vital signs").Blocks[0]).Rows[^1];
        Assert.Equal(["04:12", "+12", "118/74"], vitals.Take(3).Select(cell => cell.ToString()));
    }

    [Fact]
    public void Every_kind_of_event_has_words()
    {
        var words = new EventWords(TimeZoneInfo.Utc, Charting.Morning);
        foreach (var kind in Charting.Events)
            foreach (var full in new[] { true, false })
                Assert.NotEmpty(words.Of(Fold(WrittenAsJson.Sample(kind, full))));

        // A rule's id has to be one there is.
        static SessionEvent Fold(SessionEvent sample) => sample is SessionEvent.GateOverridden gate ? gate with { RuleId = "g_escort" } : sample;
    }

    /// <summary>A session in which nearly everything happens that can.</summary>
    private static async Task<InTheChair> EventfulAsync(Clinic clinic, Browser nurse, Browser prescriber)
    {
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        DateTimeOffset Now() => clinic.Clock.GetUtcNow();
        async Task StayAsync(int minutes)
        {
            await chair.StayAsync(minutes);
            (await prescriber.GetAsync("/board/chairs")).Dispose();
        }
        await chair.PassGateAsync();
        await chair.DoAsync(new NameEscort(Guid.NewGuid(), Now(), "Tom Quill", "brother", "+44 20 7946 0000", false));
        await chair.DoAsync(new OverrideGate(Guid.NewGuid(), Now(), "g_escort", "Stays with us until the evening"), prescriber);
        await chair.DoAsync(new OrderDose(Guid.NewGuid(), Now(), DosePerWeight.FromMilligramsPerKilogram(0.5m)), prescriber);
        await chair.PrepareAsync(prescriber);
        await chair.StartAsync();
        await StayAsync(10);
        await chair.VitalsAsync(166, 94, 88);
        var alarm = Alarms.Active(await chair.SessionAsync(), Now())[0];
        await chair.DoAsync(new AcknowledgeAlarm(Guid.NewGuid(), Now(), alarm.Key, "Repeat in five minutes"));
        await chair.DoAsync(new RateDissociation(Guid.NewGuid(), Now(), 2, [1, 2, 0, 3, 1, 0]));
        await chair.DoAsync(new RateSedation(Guid.NewGuid(), Now(), 4));
        await chair.DoAsync(new RateNausea(Guid.NewGuid(), Now(), 6));
        await chair.DoAsync(new RateDistress(Guid.NewGuid(), Now(), 3));
        await chair.DoAsync(new PauseInfusion(Guid.NewGuid(), Now(), "Blood pressure"));
        await chair.DoAsync(new ChangeRate(Guid.NewGuid(), Now(), PumpRate.FromMillilitresPerHour(50), "Slower"));
        await StayAsync(10);
        await chair.VitalsAsync(138, 84, 80);
        var vitals = (await chair.SessionAsync()).Vitals[^1];
        await chair.DoAsync(new AmendEntry(
            Guid.NewGuid(), Now(), vitals.EntryId, new SessionEvent.VitalsRecorded(vitals.At.AddMinutes(-1), vitals.Value with { Diastolic = 82 }), "Read off wrongly"));
        await chair.DoAsync(new ResumeInfusion(Guid.NewGuid(), Now()));
        var adverse = new RecordAdverseEvent(Guid.NewGuid(), Now().AddMinutes(-7), "Vomiting", AdverseEventSeverity.LifeThreatening, "Head turned", AdverseEventOutcome.Ongoing, false, "twice");
        await chair.DoAsync(adverse);
        await chair.DoAsync(new GiveRescueMedicine(Guid.NewGuid(), Now(), "Ondansetron", Mass.FromMilligrams(4), "IV", "Nausea"));
        await chair.DoAsync(new FollowAdverseEvent(Guid.NewGuid(), Now(), adverse.EntryId, AdverseEventOutcome.Resolved, "after ondansetron"));
        await chair.DoAsync(new MarkMoment(Guid.NewGuid(), Now(), Moment.TouchDeclined, "hand"));
        var mistake = new WriteNote(Guid.NewGuid(), Now(), "Belongs to the next chair");
        await chair.DoAsync(mistake);
        await chair.DoAsync(new StrikeEntry(Guid.NewGuid(), Now(), mistake.EntryId, "Wrong patient"));
        await StayAsync(10);
        await chair.DoAsync(new StopInfusion(Guid.NewGuid(), Now(), "The patient asked to stop"));
        var left = (await chair.SessionAsync()).LeftOver!.Value;
        await chair.DoAsync(new RecordWaste(Guid.NewGuid(), Now(), left, "Sharps bin"));
        await chair.DoAsync(new WitnessWaste(Guid.NewGuid(), Now(), left), prescriber);
        await chair.RecoverAsync();
        await chair.DoAsync(new RateNausea(Guid.NewGuid(), Now(), 1));
        await chair.DoAsync(new Discharge(Guid.NewGuid(), Now(), "Tom Quill"));
        return chair;
    }

    private static PatientBanner Banner(string name) =>
        new(Guid.NewGuid(), "AG-000123", name, name, "", new DateOnly(1984, 5, 2), 42, BodyWeight.FromKilograms(70), Charting.Morning, ["Penicillin"], []);

    private static Dictionary<string, string> Signature(string html, string password) => new()
    {
        ["Form.EntryId"] = Guid.NewGuid().ToString("D"),
        ["Form.ReadVersion"] = Regex.Match(html, "name=\"Form.ReadVersion\" value=\"(?<value>[0-9]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value,
        ["Form.Password"] = password,
    };

    private static IEnumerable<string> All(SessionNote note) =>
    [
        note.Title, note.PatientName, note.RecordNumber, note.Standing,
        .. note.Sections.SelectMany(section => section.Blocks.SelectMany(block => block switch
        {
            NoteBlock.Line line => Runs(line.Text),
            NoteBlock.Facts facts => facts.Lines.SelectMany(line => Runs(line.Value).Prepend(line.Name)),
            NoteBlock.Table table => table.Heads.Concat(table.Rows.SelectMany(row => row.SelectMany(Runs))),
            NoteBlock.Signature signature => signature.Lines.SelectMany(Runs),
            _ => throw new InvalidOperationException(),
        }).Prepend(section.Title)),
    ];

    private static IEnumerable<string> Runs(NoteText text) => text.Runs.Select(run => run.Text);

    private static string Text(byte[] bytes)
    {
        using var pdf = PdfDocument.Open(bytes);
        return string.Concat(pdf.GetPages().Select(page => page.Text));
    }

    // Lines are broken differently on paper and on screen: what counts is the letters in their order.
    private static string Words(string text) => Space().Replace(text.Normalize(NormalizationForm.FormC), "");

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    [GeneratedRegex("/7077|/7080|/70[0-9]{2}", RegexOptions.None, 1000)]
    private static partial Regex Vital();
}
