using System.Text.RegularExpressions;
using Afterglow.App.People;
using Afterglow.App.Record;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.People;

public sealed partial class TheTables
{
    [Fact]
    public async Task The_library_that_brings_its_own_data_access_finds_every_table_and_column_it_expects()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        await using var scope = clinic.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PeopleContext>();
        await using var connection = await clinic.Get<Database>().OpenAsync();
        var expected = context.GetService<Microsoft.EntityFrameworkCore.Metadata.IDesignTimeModel>().Model.GetRelationalModel().Tables.ToList();
        Assert.NotEmpty(expected);
        foreach (var table in expected)
        {
            var columns = (await connection.QueryAsync<(string Name, long Required)>(
                "select name, \"notnull\" from pragma_table_info(@table)", new { table = table.Name })).ToDictionary(column => column.Name, column => column.Required == 1);
            foreach (var column in table.Columns)
            {
                Assert.True(columns.ContainsKey(column.Name), $"{table.Name} lacks {column.Name}.");
                Assert.True(!columns[column.Name] || !column.IsNullable, $"{table.Name}.{column.Name} must allow nothing to stand in it.");
            }
        }
    }

    [Fact]
    public async Task A_passkey_is_kept_and_found_again()
    {
        await using var clinic = await Clinic.OpenAsync();
        var passkey = new UserPasskeyInfo([1, 2, 3], [4, 5, 6], clinic.Clock.GetUtcNow(), 7, ["usb"], true, true, false, [8], [9]) { Name = "Key ring" };
        await using (var scope = clinic.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
            Assert.True((await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync("nurse"))!, passkey)).Succeeded);
        }
        await using (var scope = clinic.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
            var found = Assert.Single(await users.GetPasskeysAsync((await users.FindByNameAsync("nurse"))!));
            Assert.Equal("Key ring", found.Name);
            Assert.Equal([4, 5, 6], found.PublicKey);
            Assert.Equal("nurse", (await users.FindByPasskeyIdAsync([1, 2, 3]))!.UserName);
        }
    }

    [Fact]
    public async Task Every_connection_is_safe_the_librarys_too()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var scope = clinic.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PeopleContext>();
        await context.Database.OpenConnectionAsync();
        foreach (var connection in new[] { context.Database.GetDbConnection(), await clinic.Get<Database>().OpenAsync() })
        {
            Assert.Equal(2, await connection.ExecuteScalarAsync<int>("pragma synchronous"));
            Assert.Equal(1, await connection.ExecuteScalarAsync<int>("pragma foreign_keys"));
            Assert.Equal("wal", await connection.ExecuteScalarAsync<string>("pragma journal_mode"));
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public void The_tables_are_written_in_words_that_every_database_knows()
    {
        foreach (var statement in Schema.Steps.Where(step => step.Name.StartsWith("people/", StringComparison.Ordinal)).SelectMany(step => step.Statements))
            Assert.DoesNotMatch(OnlySqlite(), statement);
    }

    [GeneratedRegex(@"autoincrement|\bblob\b|without rowid|\bstrict\b|datetime\(|\bglob\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OnlySqlite();
}
