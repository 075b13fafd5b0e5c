using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Dapper;

namespace Afterglow.Tests.Records;

/// <summary>
/// Somebody who can write the database file changes the record behind the application's back, with its triggers taken
/// away: <c>./afterglow verify</c> names the first line that is not as it was written, while the clinic is open.
/// </summary>
public sealed class Tampering
{
    /// <summary>What is done to the record, and what must be named.</summary>
    private static readonly (string What, string[] Statements, string Names)[] Attacks =
    [
        ("an entry is edited", ["update entry set body = replace(body, 'Slept badly', 'Slept well') where stream = @stream and version = 3"], "version 3 (note-added"),
        ("two entries are swapped",
        [
            "update entry set version = 1000 where stream = @stream and version = 2",
            "update entry set version = 2 where stream = @stream and version = 3",
            "update entry set version = 3 where stream = @stream and version = 1000",
        ], "version 2 (note-added"),
        ("an entry in the middle is deleted", ["delete from entry where stream = @stream and version = 3"], "version 4 (note-added"),
        ("the newest entry is deleted", ["delete from entry where stream = @stream and version = 5"], "the record ends at 4, anchor.log knows 5"),
        ("everything is wiped", ["delete from entry", "delete from audit"], "the newest lines are missing; the record ends at 0"),
        ("an entry is inserted",
        [
            """
            insert into entry (stream, version, entry_id, kind, body, request, recorded_at, author_id, author_name, author_roles, previous_seal, seal)
            select stream, 6, '0190a5d2-0000-7000-8000-0000000000aa', kind, body, request, recorded_at, author_id, author_name, author_roles, seal, seal
            from entry where stream = @stream and version = 5
            """,
        ], "version 6 (note-added"),
        ("an entry is dated back", ["update entry set recorded_at = '2026-11-20T09:00:00.0000000Z' where stream = @stream and version = 4"], "version 4 (note-added"),
        ("an entry is given to another author", ["update entry set author_name = 'Somebody Else' where stream = @stream and version = 4"], "version 4 (note-added"),
        ("an audit line is edited", ["update audit set actor_name = 'Somebody Else' where number = 3"], "line 3 ("),
        ("two audit lines are swapped",
        [
            "update audit set number = 1000 where number = 2", "update audit set number = 2 where number = 3", "update audit set number = 3 where number = 1000",
        ], "line 2 ("),
        ("an audit line in the middle is deleted", ["delete from audit where number = 3"], "line 4 ("),
        ("the newest audit line is deleted", ["delete from audit where number = (select max(number) from audit)"], "the newest lines are missing"),
        ("the audit is wiped", ["delete from audit"], "the newest lines are missing; the record ends at 0"),
        ("an audit line is inserted",
        [
            """
            insert into audit (chain, number, at, actor_id, actor_name, action, patient_id, target, outcome, reason, origin, previous_seal, seal)
            select chain, number + 1, at, actor_id, actor_name, action, patient_id, target, outcome, reason, origin, seal, seal
            from audit where number = (select max(number) from audit)
            """,
        ], "line "),
        ("an audit line is dated back", ["update audit set at = '2026-11-20T09:00:00.0000000Z' where number = 3"], "line 3 ("),
        ("a name is changed", ["update person set body = replace(body, 'Maya', 'Mary')"], "it was changed after it was sealed"),
        ("a row of a person is deleted", ["delete from person"], "the row is missing"),
    ];

    public static TheoryData<string> Whats => [.. Attacks.Select(attack => attack.What)];

    [Theory]
    [MemberData(nameof(Whats))]
    public async Task Is_found_and_the_first_broken_line_is_named_while_the_clinic_is_open(string what)
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await FiveEntriesAsync(clinic);
        var whole = await Commands.RunAsync("verify", "--data", clinic.DataDirectory);
        Assert.Equal((0, ""), (whole.Code, whole.Error));

        var attack = Attacks.Single(attack => attack.What == what);
        await TamperAsync(clinic, patient, attack.Statements);

        var (code, output, error) = await Commands.RunAsync("verify", "--data", clinic.DataDirectory);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("Broken: ", error, StringComparison.Ordinal);
        Assert.Contains(attack.Names, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Through_the_application_s_own_connection_nothing_of_the_record_is_changed_or_deleted()
    {
        await using var clinic = await Clinic.OpenAsync();
        await FiveEntriesAsync(clinic);
        await using var connection = await clinic.Get<Database>().OpenAsync();
        foreach (var table in new[] { "entry", "audit", "person", "patient_number" })
            foreach (var statement in new[] { $"delete from {table}", $"update {table} set rowid = rowid", $"insert or replace into {table} select * from {table} limit 1" })
                Assert.Contains("append-only", (await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => connection.ExecuteAsync(statement))).Message);
    }

    [Fact]
    public async Task A_whole_chain_forged_with_fitting_seals_is_found_by_the_seal_kept_outside()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await FiveEntriesAsync(clinic);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
        {
            await connection.ExecuteAsync("drop trigger entry_is_not_updated");
            var entries = await EntryRows.ReadAsync(connection, null, StreamName.Patient(patient), 0);
            var previous = entries[1].Seal;
            foreach (var entry in entries.Skip(2))
            {
                var forged = entry with { Body = entry.Body.Replace("Slept badly", "Slept well", StringComparison.Ordinal), PreviousSeal = previous };
                previous = forged.ExpectedSeal();
                await connection.ExecuteAsync(
                    "update entry set body = @Body, previous_seal = @PreviousSeal, seal = @seal where stream = @stream and version = @Version",
                    new { forged.Body, forged.PreviousSeal, seal = previous, stream = forged.Stream.ToString(), forged.Version });
            }
        }
        var report = await Verification.WalkAsync(clinic.Get<Database>(), clinic.Get<Anchor>());
        Assert.Contains("version 5 (note-added", report.Broken, StringComparison.Ordinal);
        Assert.Contains("its seal is not the one kept outside the database", report.Broken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anchor_file_cut_together_with_the_record_is_found_by_a_copy_kept_elsewhere()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await FiveEntriesAsync(clinic);
        var anchor = Path.Combine(clinic.DataDirectory, "anchor.log");
        var copy = Path.Combine(clinic.DataDirectory, "copy-kept-elsewhere.log");
        File.Copy(anchor, copy);
        await TamperAsync(clinic, patient, ["delete from entry where stream = @stream and version = 5"]);
        await File.WriteAllLinesAsync(anchor, (await File.ReadAllLinesAsync(anchor)).Where(line => !line.StartsWith($"patient/{patient:D} 5 ", StringComparison.Ordinal)));

        Assert.Equal(0, (await Commands.RunAsync("verify", "--data", clinic.DataDirectory)).Code);
        var (code, _, error) = await Commands.RunAsync("verify", "--data", clinic.DataDirectory, "--anchor", copy);
        Assert.Equal(1, code);
        Assert.Contains("the record ends at 4, copy-kept-elsewhere.log knows 5", error, StringComparison.Ordinal);
        Assert.Equal(2, (await Commands.RunAsync("verify", "--data", clinic.DataDirectory, "--anchor", copy + ".not")).Code);
        File.Delete(anchor);
        Assert.Contains("anchor.log is missing", (await Commands.RunAsync("verify", "--data", clinic.DataDirectory)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_digest_changes_with_every_line_and_verify_works_with_the_clinic_open_or_closed()
    {
        var clinic = await Clinic.OpenAsync();
        var patient = await FiveEntriesAsync(clinic);
        var before = await Commands.RunAsync("verify", "--data", clinic.DataDirectory);
        await clinic.Get<App.Patients.PatientRecords>().AddNoteAsync(patient, Guid.CreateVersion7(), "One more.", clinic.Caller(Role.Nurse));
        var after = await Commands.RunAsync("verify", "--data", clinic.DataDirectory);
        Assert.NotEqual(Head(before.Output), Head(after.Output));
        Assert.Equal(Head(after.Output), Head((await Commands.RunAsync("verify", "--data", clinic.DataDirectory)).Output));
        var folder = await clinic.CloseAsync();
        var closed = await Commands.RunAsync("verify", "--data", folder);
        Assert.Equal((0, Head(after.Output)), (closed.Code, Head(closed.Output)));
        Assert.Equal(2, (await Commands.RunAsync("verify", "--data", Path.Combine(folder, "nothing"))).Code);
        Assert.False(Directory.Exists(Path.Combine(folder, "nothing")));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("update read_patient set display_name = 'Somebody Else'", "read_patient, patient_id ")]
    [InlineData("delete from read_timeline where title like '%'", "read_timeline, patient_id ")]
    [InlineData("insert into read_patient_word (word, number) values ('nobody', 77)", "read_patient_word, number 77")]
    public async Task A_list_that_does_not_say_what_the_record_says_is_named_and_rebuilt(string statement, string names)
    {
        await using var clinic = await Clinic.OpenAsync();
        await FiveEntriesAsync(clinic);
        var whole = await Commands.RunAsync("verify", "--lists", "--data", clinic.DataDirectory);
        Assert.True(whole.Code == 0, whole.Error);
        await using (var connection = await clinic.Get<Database>().OpenAsync()) await connection.ExecuteAsync(statement);
        var (code, _, error) = await Commands.RunAsync("verify", "--lists", "--data", clinic.DataDirectory);
        Assert.Equal(1, code);
        Assert.Contains(names, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody Else", error, StringComparison.Ordinal);
        Assert.Equal(0, (await Commands.RunAsync("rebuild", "--data", clinic.DataDirectory)).Code);
        Assert.Equal(0, (await Commands.RunAsync("verify", "--lists", "--data", clinic.DataDirectory)).Code);
    }

    [Fact]
    public async Task What_cannot_be_written_into_the_audit_does_not_happen()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await FiveEntriesAsync(clinic);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
            await connection.ExecuteAsync("create trigger broken before insert on audit begin select raise(abort, 'disk'); end");
        var before = (await clinic.Record.ReadAsync(StreamName.Patient(patient))).Count;
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            clinic.Get<App.Patients.PatientRecords>().AddNoteAsync(patient, Guid.CreateVersion7(), "Never written.", clinic.Caller(Role.Nurse)));
        Assert.Equal(before, (await clinic.Record.ReadAsync(StreamName.Patient(patient))).Count);
    }

    /// <summary>A chart of five entries, and so as many lines of audit and more.</summary>
    internal static async Task<Guid> FiveEntriesAsync(Clinic clinic)
    {
        var patient = await clinic.RegisterAsync(Asking.Named("Maya", "Ruiz", "1984-05-03"));
        for (var note = 2; note <= 5; note++)
        {
            clinic.Clock.Advance(TimeSpan.FromMinutes(1));
            _ = (await clinic.Get<App.Patients.PatientRecords>().AddNoteAsync(patient, Guid.CreateVersion7(), $"Slept badly, night {note}.", clinic.Caller(Role.Nurse))).Value;
        }
        return patient;
    }

    private static async Task TamperAsync(Clinic clinic, Guid patient, string[] statements)
    {
        await using var connection = await clinic.Get<Database>().OpenAsync();
        foreach (var trigger in await connection.QueryAsync<string>("select name from sqlite_master where type = 'trigger'"))
            await connection.ExecuteAsync($"drop trigger {trigger}");
        foreach (var statement in statements) Assert.True(await connection.ExecuteAsync(statement, new { stream = StreamName.Patient(patient).ToString() }) > 0, statement);
    }

    private static string Head(string output) => output.Split('\n').Single(line => line.StartsWith("Head: ", StringComparison.Ordinal));
}
