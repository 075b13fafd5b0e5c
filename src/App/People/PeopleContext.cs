using System.Text;
using Afterglow.App.Record;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpenIddict.EntityFrameworkCore.Models;

namespace Afterglow.App.People;

/// <summary>
/// What ASP.NET Core Identity and OpenIddict read and write. The tables themselves are made by
/// <see cref="PeopleTables"/>; this only says how their rows are named.
/// </summary>
public sealed class PeopleContext(DbContextOptions<PeopleContext> options) : IdentityUserContext<StaffAccount, Guid>(options)
{
    /// <summary>Makes what the library writes part of a transaction on the record, beside its audit line.</summary>
    public async Task JoinAsync(RecordWrite write, CancellationToken cancel)
    {
        Database.SetDbConnection(write.Connection, contextOwnsConnection: false);
        await Database.UseTransactionAsync(write.Transaction, cancel);
    }

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        // Ids and instants as the rest of the database writes them, on every provider.
        conventions.Properties<Guid>().HaveConversion<string>();
        conventions.Properties<byte[]>().HaveConversion<string>();
        conventions.Properties<DateTimeOffset>().HaveConversion<InstantText>();
        conventions.Properties<DateTime>().HaveConversion<DateTimeText>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Ignore<IdentityUserClaim<Guid>>();
        builder.Ignore<IdentityUserLogin<Guid>>();
        builder.Ignore<IdentityUserToken<Guid>>();
        builder.Entity<StaffAccount>(staff =>
        {
            staff.ToTable("staff");
            staff.Ignore(row => row.Email).Ignore(row => row.NormalizedEmail).Ignore(row => row.EmailConfirmed);
            staff.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed);
            staff.Property(row => row.UserName).IsRequired();
            staff.Property(row => row.NormalizedUserName).IsRequired();
            staff.HasMany(row => row.Roles).WithOne().HasForeignKey(role => role.StaffId);
            staff.HasMany(row => row.Sites).WithOne().HasForeignKey(site => site.StaffId);
            staff.Navigation(row => row.Roles).AutoInclude();
            staff.Navigation(row => row.Sites).AutoInclude();
        });
        builder.Entity<StaffRole>(role =>
        {
            role.ToTable("staff_role").HasKey(row => new { row.StaffId, row.Role });
            role.Property(row => row.Role).HasConversion<string>();
        });
        builder.Entity<StaffSite>().ToTable("staff_site").HasKey(row => new { row.StaffId, row.SiteId });
        builder.Entity<IdentityUserPasskey<Guid>>(passkey => passkey.ToTable("staff_passkey").OwnsOne(row => row.Data, data => data.ToJson("data")));
        builder.UseOpenIddict();
        builder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("client");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("client_authorization");
        builder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("client_scope");
        builder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("client_token");
        foreach (var property in builder.Model.GetEntityTypes().Where(type => !type.IsOwned()).SelectMany(type => type.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }

    private sealed class InstantText() : ValueConverter<DateTimeOffset, string>(at => Instant.Text(at), text => Instant.Read(text));

    // OpenIddict keeps UTC in DateTime.
    private sealed class DateTimeText() : ValueConverter<DateTime, string>(
        at => Instant.Text(new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc))), text => Instant.Read(text).UtcDateTime);
}
