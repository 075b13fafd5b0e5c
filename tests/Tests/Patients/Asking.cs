using Afterglow.App.Patients;
using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Tests.Patients;

/// <summary>What tests about patients ask for again and again.</summary>
internal static class Asking
{
    public static readonly Reach Everywhere = Reach.To(Reach.DefaultSite);

    /// <summary>Somebody in a role, at the clinic's site.</summary>
    public static Caller Caller(this Clinic clinic, Role role) => new(clinic.Author(role), Everywhere, "test");

    /// <summary>Registers a person and returns the id of the chart.</summary>
    public static async Task<Guid> RegisterAsync(this Clinic clinic, Person person)
    {
        var id = Guid.CreateVersion7();
        _ = (await clinic.Get<PatientRecords>().RegisterAsync(new NewPatient(id, person), clinic.Caller(Role.FrontDesk))).Value;
        return id;
    }

    public static Person Named(string given, string? family = null, string? born = null) =>
        new() { Given = [given], Family = family, BirthDate = PartialDate.Read(born) };
}
