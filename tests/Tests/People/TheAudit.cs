using System.Net;
using System.Security.Cryptography;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core.People;

namespace Afterglow.Tests.People;

public sealed class TheAudit
{
    private static readonly Author Nurse = new("nurse-1", "Nurse One", [Role.Nurse]);
    private static readonly Author Director = new("director-1", "Director One", [Role.Director]);

    [Fact]
    public async Task The_report_finds_lines_by_time_person_patient_and_action()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await clinic.Record.AuditAsync(new AuditLine(Nurse, "chart.read", first));
        clinic.Later(TimeSpan.FromHours(1));
        await clinic.Record.AuditAsync(new AuditLine(Director, "chart.read", first, Outcome: "refused"));
        clinic.Later(TimeSpan.FromHours(1));
        await clinic.Record.AuditAsync(new AuditLine(Nurse, "note.printed", second));
        var audit = clinic.Get<AuditRecords>();
        async Task<int> CountAsync(AuditSearch search) => (await audit.PageAsync(search, 1)).Lines.Count;

        Assert.Equal(3, await CountAsync(new()));
        Assert.Equal(2, await CountAsync(new() { ActorId = "nurse-1" }));
        Assert.Equal(2, await CountAsync(new() { PatientId = first }));
        Assert.Equal(1, await CountAsync(new() { PatientId = first, Outcome = "refused" }));
        Assert.Equal(1, await CountAsync(new() { Action = "note.printed" }));
        var start = clinic.Clock.Start;
        Assert.Equal(1, await CountAsync(new() { From = start.AddMinutes(30), Until = start.AddHours(2) }));
        Assert.Equal("note.printed", (await audit.PageAsync(new(), 1)).Lines[0].Action);
        Assert.Equal("note.printed", (await audit.PageAsync(new() { Order = AuditOrder.OldestFirst }, 1)).Lines[^1].Action);
        Assert.Equal("Director One", (await audit.PageAsync(new() { Order = AuditOrder.ByPerson }, 1)).Lines[0].ActorName);
    }

    [Fact]
    public async Task The_page_is_read_by_the_director_and_reading_it_is_written_down()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = Guid.NewGuid();
        await clinic.Record.AuditAsync(new AuditLine(Nurse, "chart.read", patient));
        using var browser = await clinic.SignInAsync(Role.Director);
        var page = await browser.GetStringAsync($"/audit?patient={patient}&from=2026-11-23&to=2026-11-23");
        Assert.Contains("Nurse One", page);
        Assert.Contains((await clinic.AuditAsync()), line => line.Action == "audit.read" && line.PatientId == patient.ToString("D"));
        foreach (var query in new[] { "?from=2026-02-30", "?from=0001-01-01", "?patient=1", "?to=tomorrow" })
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/audit" + query)).StatusCode);
        foreach (var query in new[] { "?page=-1", "?page=0", "?page=99999999999999999999", "?order=at;drop table audit", "?action='--" })
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/audit" + query)).StatusCode);
    }

    [Fact]
    public async Task An_export_carries_the_fingerprint_that_the_audit_remembers()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.Record.AuditAsync(new AuditLine(Nurse with { Name = "=cmd|'/C calc'!A0" }, "chart.read", Guid.NewGuid()));
        using var browser = await clinic.SignInAsync(Role.Director);
        using var answer = await browser.GetAsync("/audit/export?action=chart.read");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal($"audit-sha256-{digest}.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "audit.exported" && line.Target == "sha256 " + digest);
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(",\"'=cmd|'/C calc'!A0\",", lines[1]);
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void A_cell_is_never_something_a_spreadsheet_calculates(string text, string cell) => Assert.Equal(cell, AuditRecords.Cell(text));

    [Fact]
    public async Task A_hundred_thousand_lines_are_searched_and_exported_whole()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        await clinic.Record.WriteAsync(Nurse, async write =>
        {
            // Written straight into the table: only the reading is on trial here, not the seals.
            await Dapper.SqlMapper.ExecuteAsync(
                write.Connection,
                """
                with recursive line (number) as (select 1 union all select number + 1 from line where number < 100000)
                insert into audit (chain, number, at, actor_id, actor_name, action, patient_id, target, outcome, reason, origin, previous_seal, seal)
                select 'audit/test', number, '2026-11-' || substr('0' || (1 + number % 28), -2) || 'T09:00:00.0000000Z', 'staff-' || (number % 40),
                       'Person ' || (number % 40), 'chart.read', 'patient-' || (number % 5000), 'GET /patients/{id}', 'done', '', '10.0.0.1', '', ''
                from line
                """, transaction: write.Transaction);
            return true;
        });
        var audit = clinic.Get<AuditRecords>();
        var last = await audit.PageAsync(new AuditSearch { ActorId = "staff-7", Order = AuditOrder.ByAction }, 25);
        var export = await audit.ExportAsync(new AuditSearch());
        Assert.Equal(100, last.Lines.Count);
        Assert.Equal(100_001, System.Text.Encoding.UTF8.GetString(export.Csv).Count(letter => letter == '\n'));
    }
}
