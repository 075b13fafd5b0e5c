using Afterglow.App.Patients;
using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Tests.Patients;

public sealed class FindingPatients
{
    [Theory]
    [InlineData("nguyen")]
    [InlineData("Nguyễn")]
    [InlineData("thi NGUYEN")]
    [InlineData("1993-06-07")]
    [InlineData("6/7/1993")]
    [InlineData("7 Jun 1993")]
    [InlineData("June 7, 1993")]
    [InlineData("1993-06")]
    [InlineData("nguy 1993")]
    [InlineData("AG-000001")]
    [InlineData("ag-00000")]
    [InlineData("1")]
    public async Task A_patient_is_found_by_parts_of_the_name_the_birth_date_and_the_record_number(string typed)
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(new Person { Given = ["Thị Minh"], Family = "Nguyễn", BirthDate = PartialDate.Read("1993-06-07") });
        await clinic.RegisterAsync(new Person { Given = ["Sean"], Family = "O'Brien", BirthDate = PartialDate.Read("1961") });
        var found = await clinic.Get<PatientRecords>().SearchAsync(typed, 1, 10, Asking.Everywhere);
        Assert.Contains(found.Rows, row => row.Id == id && row.FullName == "Thị Minh Nguyễn");
        if (!typed.StartsWith("ag", StringComparison.Ordinal)) Assert.Single(found.Rows);
    }
}
