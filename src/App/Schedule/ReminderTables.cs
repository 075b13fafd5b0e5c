using Afterglow.App.Record;

namespace Afterglow.App.Schedule;

internal static class ReminderTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("reminders/1",
        [
            """
            create table read_message_wish (
                patient_id text    not null primary key,
                email      integer not null,
                text       integer not null,
                language   text    not null
            )
            """,
            // What somebody was told of which appointment at which time, by which way: the row is the right to tell it, and
            // there can be one. Written in the transaction that puts the message into the outbox. No part of the record.
            """
            create table reminder (
                appointment_id text not null,
                starts_at      text not null,
                kind           text not null,
                way            text not null,
                made_at        text not null,
                message_id     text not null,
                primary key (appointment_id, starts_at, kind, way)
            )
            """,
            "create index reminder_by_message on reminder (message_id)",
        ]),
    ];
}
