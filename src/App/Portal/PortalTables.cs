using Afterglow.App.Record;

namespace Afterglow.App.Portal;

internal static class PortalTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("portal/1",
        [
            """
            create table read_clinic_text (
                site_id  text not null,
                text_key text not null,
                language text not null,
                body     text not null,
                primary key (site_id, text_key, language)
            )
            """,
            // A link that opens one thing for one patient. Its key is kept only as a keyed hash.
            """
            create table patient_link (
                id          text    not null primary key,
                key_hash    text    not null unique,
                purpose     text    not null,
                patient_id  text    not null,
                site_id     text    not null,
                language    text    not null,
                created_at  text    not null,
                created_by  text    not null,
                ends_at     text    not null,
                closed_at   text    not null,
                closed_why  text    not null,
                wrong_dates integer not null,
                opened_at   text    not null
            )
            """,
            "create index patient_link_by_patient on patient_link (patient_id, purpose)",
            """
            create table read_history (
                patient_id   text    not null primary key,
                answered     integer not null,
                needed       integer not null,
                changed_at   text    not null,
                submitted_at text    not null
            )
            """,
        ]),
        new("portal/2",
        [
            // Who handed a device of the clinic over; empty for a link that was sent.
            "alter table patient_link add column witness text not null default ''",
        ]),
    ];
}
