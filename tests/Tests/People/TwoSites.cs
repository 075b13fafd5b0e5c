using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Sessions;
using Dapper;

namespace Afterglow.Tests.People;

/// <summary>A clinic with a second site, the harbour: a nurse works only there, and a patient of hers sits in a chair.</summary>
internal sealed class TwoSites(Clinic clinic, Browser harbourNurse, InTheChair chair) : IAsyncDisposable
{
    public const string FamilyName = "Brandywine", GivenName = "Ottoline";

    public static readonly Guid Harbour = new("00000000-0000-7000-8000-000000000002");

    public Clinic Clinic { get; } = clinic;

    public Guid Patient => chair.Patient;

    public Guid Session => chair.Id;

    public Browser HarbourNurse => harbourNurse;

    /// <summary>The first patient registered here.</summary>
    public const string RecordNumber = "AG-000001";

    public static async Task<TwoSites> OpenAsync(Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? adjust = null)
    {
        var clinic = await Clinic.OpenAsync(adjust);
        var nurse = await clinic.AddStaffAsync("harbour.nurse", "Harbour Nurse", Role.Nurse);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
        {
            await connection.ExecuteAsync("insert into site (id, name) values (@id, 'Harbour')", new { id = Harbour.ToString("D") });
            await connection.ExecuteAsync("insert into chair (site_id, name, place) values (@id, 'Chair 1', 1)", new { id = Harbour.ToString("D") });
            await connection.ExecuteAsync("update staff_site set site_id = @id where staff_id = @nurse", new { id = Harbour.ToString("D"), nurse = nurse.Id.ToString("D") });
        }
        var patient = Guid.CreateVersion7();
        var registered = await clinic.Get<PatientRecords>().RegisterAsync(
            new NewPatient(patient, new Person { Given = [GivenName], Family = FamilyName, BirthDate = PartialDate.Read("1979-02-03"), SexAtBirth = Sex.Female }),
            new Caller(nurse.Author, Reach.To(Harbour), "test"));
        Assert.Equal(RecordNumber, registered.Value);
        var browser = await clinic.SignInAsync("harbour.nurse");
        return new TwoSites(clinic, browser, await InTheChair.CheckInAsync(clinic, browser, patient: patient));
    }

    public async ValueTask DisposeAsync()
    {
        harbourNurse.Dispose();
        await Clinic.DisposeAsync();
    }
}
