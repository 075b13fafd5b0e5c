using Afterglow.App.Record;

namespace Afterglow.App.Schedule;

internal static class ScheduleTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("schedule/1",
        [
            """
            create table read_appointment (
                appointment_id text    not null primary key,
                site_id        text    not null,
                patient_id     text    not null,
                chair          text    not null,
                starts_at      text    not null,
                leaves_at      text    not null,
                free_at        text    not null,
                body           text    not null,
                protocol_id    text    not null,
                series_id      text    not null,
                number         integer not null,
                cancelled      integer not null,
                reason         text    not null
            )
            """,
            "create index read_appointment_by_site on read_appointment (site_id, cancelled, starts_at)",
            "create index read_appointment_by_patient on read_appointment (patient_id, starts_at)",
            """
            create table read_waiting (
                wait_id     text    not null primary key,
                site_id     text    not null,
                patient_id  text    not null,
                protocol_id text    not null,
                since       text    not null,
                body        text    not null,
                ended       integer not null
            )
            """,
            "create index read_waiting_by_site on read_waiting (site_id, ended, since)",
            // A calendar program cannot sign in: it holds a key, of which only the digest is kept.
            """
            create table schedule_feed (
                key_digest text    not null primary key,
                staff_id   text    not null,
                site_id    text    not null,
                made_at    text    not null,
                ended      integer not null
            )
            """,
        ]),
    ];
}
