using Afterglow.App.Record;

namespace Afterglow.App.Measures;

/// <summary>Measures: scores and screens of patients, and what they tell.</summary>
public static class MeasuresModule
{
    public static void AddMeasures(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadTable, MeasureReadTable>();
        builder.Services.AddSingleton<IReadTable, MeasureWatch>();
        builder.Services.AddSingleton<MeasureRecords>();
        builder.Services.AddSingleton<CourseRecords>();
        builder.Services.AddSingleton<Wordings>();
    }
}
