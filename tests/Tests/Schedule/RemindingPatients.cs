using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.App.Schedule;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;
using Afterglow.Tests.Patients;
using Microsoft.Extensions.Localization;

namespace Afterglow.Tests.Schedule;

/// <summary>Confirmations and reminders: to whom, when, in which words, and never twice.</summary>
public sealed class RemindingPatients
{
    // The clinic of the tests opens on Monday 23 November 2026 at 09:00 UTC, and keeps UTC.
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Nobody_is_written_to_who_has_not_allowed_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await SomebodyAsync(clinic);
        await BookAsync(clinic, id, Monday);
        Assert.Equal(0, await clinic.Get<Reminders>().WriteDueAsync());
        await AllowAsync(clinic, id, email: false, text: false);
        Assert.Equal(0, await clinic.Get<Reminders>().WriteDueAsync());
        Assert.Empty(await LettersAsync(clinic));
    }

    [Fact]
    public async Task A_series_is_confirmed_in_one_letter_in_the_patients_language_without_a_word_of_what_it_is_for()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await SomebodyAsync(clinic);
        for (var k = 0; k < 3; k++) await BookAsync(clinic, id, Monday.AddDays(3 * k));
        await AllowAsync(clinic, id, language: "es");
        Assert.Equal(1, await clinic.Get<Reminders>().WriteDueAsync());
        Assert.Equal(0, await clinic.Get<Reminders>().WriteDueAsync());
        var letter = Assert.Single(await LettersAsync(clinic));
        Assert.StartsWith("Su cita en", letter.Envelope!.Subject, StringComparison.Ordinal);
        foreach (var said in new[] { "lunes 30 de noviembre, a las 10:00", "jueves 3 de diciembre, a las 10:00", "domingo 6 de diciembre, a las 10:00" })
            Assert.Contains(said, letter.Envelope.Text, StringComparison.Ordinal);
        foreach (var clinical in new[] { "ketamin", "depres", "infus", "dosis", "horas antes" }) Assert.DoesNotContain(clinical, letter.Envelope.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Three_days_and_one_day_before_the_patient_is_reminded_once_each()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await SomebodyAsync(clinic);
        await BookAsync(clinic, id, Monday);
        await AllowAsync(clinic, id);
        await clinic.Get<Reminders>().WriteDueAsync();
        var told = new List<string>();
        for (; clinic.Clock.GetUtcNow() < Monday.AddDays(1); clinic.Later(TimeSpan.FromHours(7)))
            if (await NewAsync(clinic, told.Count) is { } kind) told.Add($"{kind} {clinic.Clock.GetUtcNow():ddd HH:mm}");
        Assert.Equal(["appointment-confirmed Mon 09:00", "appointment-reminder Fri 11:00", "appointment-reminder Sun 12:00"], told);
    }

    [Fact]
    public async Task What_was_called_off_is_never_reminded_of_and_what_had_not_gone_yet_is_taken_back()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        var id = await SomebodyAsync(clinic);
        var first = await BookAsync(clinic, id, Monday);
        await BookAsync(clinic, id, Monday.AddDays(3));
        await AllowAsync(clinic, id);
        Assert.Equal(1, await clinic.Get<Reminders>().WriteDueAsync());
        // There is no mail server here: the letter that names both still waits.
        Assert.True((await clinic.Get<ScheduleRecords>().CancelAsync(first, "Ill", true, Guid.CreateVersion7(), clinic.Caller(Role.FrontDesk))).Allowed);
        Assert.Equal(Outbox.Withdrawn, Assert.Single(await LettersAsync(clinic)).State);
        Assert.Equal(1, await clinic.Get<Reminders>().WriteDueAsync());
        var again = (await LettersAsync(clinic)).Single(letter => letter.State == Outbox.Waiting);
        Assert.DoesNotContain("November 30", again.Envelope!.Text, StringComparison.Ordinal);
        Assert.Contains("December 3", again.Envelope.Text, StringComparison.Ordinal);

        // The day before what was called off brings nothing.
        clinic.Later(Monday.AddDays(-1).AddMinutes(30) - clinic.Clock.GetUtcNow());
        await clinic.Get<Reminders>().WriteDueAsync();
        Assert.DoesNotContain(await LettersAsync(clinic), letter => letter.Kind == Reminders.Soon && letter.Envelope?.Text.Contains("November 30", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task What_was_moved_is_told_anew_and_reminded_of_at_its_new_time_only()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await SomebodyAsync(clinic);
        var appointment = await BookAsync(clinic, id, Monday);
        await AllowAsync(clinic, id);
        await clinic.Get<Reminders>().WriteDueAsync();
        Assert.True((await clinic.Get<ScheduleRecords>().MoveAsync(appointment, new Place("Chair 2", Monday.AddDays(7)), null, null, Guid.CreateVersion7(), clinic.Caller(Role.FrontDesk))).Allowed);
        await clinic.Get<Reminders>().WriteDueAsync();
        var told = (await LettersAsync(clinic)).Count;
        Assert.Equal(2, told);
        for (; clinic.Clock.GetUtcNow() < Monday.AddDays(1); clinic.Later(TimeSpan.FromHours(6))) await clinic.Get<Reminders>().WriteDueAsync();
        Assert.Equal(told, (await LettersAsync(clinic)).Count);
        for (; clinic.Clock.GetUtcNow() < Monday.AddDays(7); clinic.Later(TimeSpan.FromHours(6))) await clinic.Get<Reminders>().WriteDueAsync();
        Assert.Equal(told + 2, (await LettersAsync(clinic)).Count);
    }

    [Fact]
    public async Task Two_servers_and_one_that_was_started_again_tell_nobody_twice()
    {
        await using var clinic = await Clinic.OpenAsync();
        for (var k = 0; k < 4; k++)
        {
            var id = await SomebodyAsync(clinic, $"Quill {k}");
            await BookAsync(clinic, id, Monday.AddHours(2).AddMinutes(15 * k), $"Chair {k + 1}", reason: "A test.");
            await AllowAsync(clinic, id, text: true);
        }
        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AnotherServer(clinic).WriteDueAsync()));
        Assert.InRange(written.Sum(), 0, 8);
        Assert.Equal(8, (await LettersAsync(clinic)).Count);
        clinic.Later(Monday.AddDays(-1).AddHours(1) - clinic.Clock.GetUtcNow());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AnotherServer(clinic).WriteDueAsync()));
        Assert.Equal(16, (await LettersAsync(clinic)).Count);
        Assert.Equal(0, await AnotherServer(clinic).WriteDueAsync());
    }

    [Fact]
    public async Task How_to_prepare_is_told_where_the_clinic_chose_so_and_follows_the_protocol()
    {
        await using var clinic = await Clinic.OpenAsync();
        var texts = clinic.Get<ClinicTexts>();
        _ = (await texts.WriteProfileAsync((await texts.ProfileAsync()) with { RemindersTellPreparation = true, Phone = "555 010 0100" }, clinic.Caller(Role.Director))).Value;
        var id = await SomebodyAsync(clinic);
        await BookAsync(clinic, id, Monday);
        await AllowAsync(clinic, id);
        await clinic.Get<Reminders>().WriteDueAsync();
        var text = Assert.Single(await LettersAsync(clinic)).Envelope!.Text;
        foreach (var said in new[] { "nothing heavy to eat for 8 hours", "takes you home", "Bring a list of everything you take", "555 010 0100" }) Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain("nasal", text, StringComparison.OrdinalIgnoreCase);
        // Each of these stands for a rule of the protocol's own gate.
        Assert.Equal(["prepare.driver", "prepare.fasting.racemic", "prepare.medicines"], Reminders.Preparation(Protocols.KetamineIntravenous));
        Assert.Equal(["prepare.driver", "prepare.fasting.esketamine", "prepare.nasal", "prepare.medicines"], Reminders.Preparation(Protocols.EsketamineNasal));
    }

    [Fact]
    public async Task A_text_message_is_one_short_line_and_the_patient_ends_it_on_their_own_page()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await Plans.ThePlanAtHome.ProposedAsync(clinic);
        using (phone)
        {
            using var allowed = await Intake.Forms.FillInAsync(clinic, phone, "/my-messages?lang=en", "messages", new() { ["Form.Text"] = "true", ["Form.Language"] = "en" });
            Assert.Equal("/my-messages?done=1&lang=en", Intake.Forms.To(allowed));
            await BookAsync(clinic, id, Monday);
            await clinic.Get<Reminders>().WriteDueAsync();
            var text = (await LettersAsync(clinic)).Single(letter => letter.Kind == Reminders.Confirmed);
            Assert.Equal(("text", "555 010 0134"), (text.Way, text.Envelope!.Address));
            Assert.InRange(text.Envelope.Text.Length, 40, 160);

            using var ended = await Intake.Forms.FillInAsync(clinic, phone, "/my-messages?lang=en", "messages", new() { ["Form.Language"] = "en" });
            clinic.Later(Monday.AddDays(-1).AddHours(1) - clinic.Clock.GetUtcNow());
            await clinic.Get<Reminders>().WriteDueAsync();
            Assert.DoesNotContain(await LettersAsync(clinic), letter => letter.Kind == Reminders.Soon);
        }
    }

    [Theory]
    [InlineData("2026-11-27T09:59", null)]
    [InlineData("2026-11-27T10:00", 3)]
    [InlineData("2026-11-27T18:59", 3)]
    [InlineData("2026-11-27T19:00", null)] // quiet hours
    [InlineData("2026-11-28T08:00", null)]
    [InlineData("2026-11-28T12:00", 3)] // the server was away: late, and better than never
    [InlineData("2026-11-29T10:00", 1)]
    [InlineData("2026-11-30T09:30", 1)]
    [InlineData("2026-11-30T10:00", null)]
    public void A_reminder_has_its_hour_and_quiet_hours_are_kept(string now, int? days) =>
        Assert.Equal(days, Reminding.Due(Monday, Monday.AddDays(-7), DateTimeOffset.Parse(now + "Z", System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.Utc, [3, 1]));

    [Fact]
    public void Who_was_told_after_a_reminder_became_due_is_not_reminded_of_it()
    {
        var told = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        Assert.Null(Reminding.Due(Monday, told, told.AddHours(1), TimeZoneInfo.Utc, [3, 1]));
        Assert.Equal(1, Reminding.Due(Monday, told, Monday.AddDays(-1), TimeZoneInfo.Utc, [3, 1]));
    }

    [Fact]
    public void On_the_night_the_clock_changes_a_reminder_still_comes_at_ten()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        // The clock goes back on Sunday 1 November 2026.
        Assert.Equal(new DateTimeOffset(2026, 10, 30, 14, 0, 0, TimeSpan.Zero), Reminding.DueAt(new DateTimeOffset(2026, 11, 2, 15, 0, 0, TimeSpan.Zero), 3, zone));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 15, 0, 0, TimeSpan.Zero), Reminding.DueAt(new DateTimeOffset(2026, 11, 2, 15, 0, 0, TimeSpan.Zero), 1, zone));
    }

    [Fact]
    public async Task The_days_of_reminders_are_days_or_a_sentence()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        var texts = clinic.Get<ClinicTexts>();
        var director = new Caller(new Author("d", "Director", [Role.Director]), Asking.Everywhere, "test");
        foreach (var (days, taken) in new[] { ("3, 1", true), ("", true), ("14", true), ("15", false), ("0", false), ("soon", false), ("6 5 4 3 2 1", false) })
            Assert.Equal(taken ? null : "clinic.reminder-days", (await texts.WriteProfileAsync((await texts.ProfileAsync()) with { RemindDays = days }, director)).Refusal?.Code);
    }

    private static async Task<string?> NewAsync(Clinic clinic, int before)
    {
        await clinic.Get<Reminders>().WriteDueAsync();
        var letters = await LettersAsync(clinic);
        return letters.Count > before ? letters[0].Kind : null;
    }

    private static async Task<IReadOnlyList<MessageRow>> LettersAsync(Clinic clinic) =>
        [.. (await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).Where(letter => letter.Kind is Reminders.Confirmed or Reminders.Soon)];

    private static Reminders AnotherServer(Clinic clinic) => new(
        clinic.Record, clinic.Get<Database>(), clinic.Get<Outbox>(), clinic.Get<ClinicTexts>(), clinic.Get<IStringLocalizer<PatientWords>>(), clinic.Clock);

    private static Task<Guid> SomebodyAsync(Clinic clinic, string family = "Quill") => clinic.RegisterAsync(new Person
    {
        Given = ["Ada"], Family = family, BirthDate = PartialDate.Read("1984-05-02"), Contact = new Contact("555 010 0134", "ada@example.org"),
    });

    private static async Task AllowAsync(Clinic clinic, Guid id, bool email = true, bool text = false, string language = "en") =>
        _ = (await clinic.Get<MessageWishes>().SetAsync(id, Guid.CreateVersion7(), new MessageWish(email, text, language), clinic.Caller(Role.FrontDesk))).Value;

    private static async Task<Guid> BookAsync(Clinic clinic, Guid id, DateTimeOffset start, string chair = "Chair 1", string reason = "A test.")
    {
        var appointment = new Appointment(
            Guid.CreateVersion7(), id, chair, start, VisitShape.Of(Protocols.KetamineIntravenous), Protocols.KetamineIntravenous.Id, Guid.CreateVersion7(), 1);
        _ = (await clinic.Get<ScheduleRecords>().BookAsync([appointment], null, reason, clinic.Caller(Role.FrontDesk))).Value;
        return appointment.Id;
    }
}
