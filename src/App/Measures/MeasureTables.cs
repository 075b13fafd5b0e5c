using Afterglow.App.Record;

namespace Afterglow.App.Measures;

internal static class MeasureTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // Every score and screen of every patient, by instrument and time. An empty score stands for none.
        new("measures/1",
            """
            create table read_score (
                patient_id text not null,
                entry_id   text not null,
                instrument text not null,
                at         text not null,
                score      text not null,
                primary key (patient_id, entry_id)
            )
            """,
            "create index read_score_by_instrument on read_score (patient_id, instrument, at)"),
        // Wording that the clinic holds a licence for. No part of the record: it is taken away when the licence ends.
        new("measures/2",
            """
            create table instrument_wording (
                instrument text not null,
                language   text not null,
                body       text not null,
                loaded_at  text not null,
                primary key (instrument, language)
            )
            """),
    ];
}
