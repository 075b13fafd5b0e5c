using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Sessions;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;

namespace Afterglow.Tests.Sessions;

public sealed class TheBoard
{
    [Fact]
    public async Task Every_chair_is_shown_with_who_sits_there_what_is_due_and_how_late()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse, "Chair 2");
        await chair.PassGateAsync();
        await chair.PrepareAsync(prescriber);
        Assert.Equal("ready to start", (await RowAsync(nurse, "Chair 2"))["phaseWords"]!.GetValue<string>());
        await chair.StartAsync();
        await chair.StayAsync(9);
        await chair.DoAsync(new RecordVitals(Guid.NewGuid(), clinic.Clock.GetUtcNow(), new Vitals(168, 96, 88, 97)));
        await chair.StayAsync(8);

        var row = await RowAsync(nurse, "Chair 2");
        Assert.Equal("Ada Q.", row["who"]!.GetValue<string>());
        Assert.Equal("running", row["phase"]!.GetValue<string>());
        Assert.Equal(17, row["minutes"]!.GetValue<int>());
        Assert.Equal("168/96, 88/min, SpO2 97 %", row["lastVitals"]!.GetValue<string>());
        Assert.Equal(8, row["lastVitalsMinutes"]!.GetValue<int>());
        // A raised pressure is repeated after five minutes: three minutes late.
        Assert.Equal("blood pressure again", row["next"]!["what"]!.GetValue<string>());
        Assert.Equal("late 3 min", row["next"]!["when"]!.GetValue<string>());
        Assert.Equal("**", row["alarms"]![0]!["stars"]!.GetValue<string>());
        Assert.Equal("BP 168/96", row["alarms"]![0]!["what"]!.GetValue<string>());
        Assert.Equal("free", (await RowAsync(nurse, "Chair 1"))["phaseWords"]!.GetValue<string>());

        var html = await nurse.GetStringAsync("/board");
        foreach (var expected in new[] { "Ada Q.", "BP 168/96", "late 3 min", "Chair 4", $"/chair/sessions/{chair.Id:D}" })
            Assert.Contains(expected, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_front_desk_sees_who_and_phase_and_no_reading()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.VitalsAsync(171, 99, 88, 93);
        foreach (var page in new[] { "/board", "/board/chairs", "/api/sessions" })
        {
            var text = await desk.GetStringAsync(page);
            Assert.Contains("Ada Q.", text, StringComparison.Ordinal);
            Assert.Contains("getting ready", text, StringComparison.Ordinal);
            foreach (var reading in new[] { "171", "93 %", "88/min", "Ketamine IV", $"/chair/sessions/{chair.Id:D}" })
                Assert.DoesNotContain(reading, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Ada", "Ada Quill", "Ada Q.")]
    [InlineData("", "Maria Ana Souza", "Maria S.")]
    [InlineData("Mary Jane", "Mary Jane Watson", "Mary Jane W.")]
    [InlineData("", "李小龙", "李小龙")]
    [InlineData("", "Prince", "Prince")]
    [InlineData("Bo", "Bo", "Bo")]
    public void Somebody_is_called_by_their_preferred_name_and_an_initial(string preferred, string displayName, string called) =>
        Assert.Equal(called, BoardRows.Called(preferred, displayName));

    [Fact]
    public async Task Twenty_open_sessions_are_shown_at_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using (var connection = await clinic.Get<App.Record.Database>().OpenAsync())
            for (var number = 5; number <= 20; number++)
                await Dapper.SqlMapper.ExecuteAsync(connection, "insert into chair (site_id, name, place) select id, @name, @number from site", new { name = "Chair " + number, number });
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        for (var number = 1; number <= 20; number++)
        {
            var chair = await InTheChair.CheckInAsync(clinic, nurse, "Chair " + number);
            for (var reading = 0; reading < 5; reading++) await chair.VitalsAsync(120 + reading, 80, 70);
        }
        var board = await clinic.Get<SessionRecords>().BoardAsync(Patients.Asking.Caller(clinic, Role.Nurse), clinical: true);
        Assert.Equal(20, board.Chairs.Count);
        Assert.All(board.Chairs, row => Assert.Equal("124/80, 70/min, SpO2 97 %", row.LastVitals));
    }

    private static async Task<JsonObject> RowAsync(Browser browser, string chair) =>
        (await browser.GetFromJsonAsync<JsonArray>("/api/sessions"))!.Single(row => row!["chair"]!.GetValue<string>() == chair)!.AsObject();
}
