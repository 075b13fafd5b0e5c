using Afterglow.App.Record;

namespace Afterglow.App.Patients;

/// <summary>The patients: who they are and what their charts hold.</summary>
public static class PatientsModule
{
    public static void AddPatients(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadTable, PatientReadTable>();
        builder.Services.AddSingleton<PatientRecords>();
        builder.Services.AddSingleton<Fhir.FhirImport>();
    }
}
