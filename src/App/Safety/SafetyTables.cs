using Afterglow.App.Record;

namespace Afterglow.App.Safety;

internal static class SafetyTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("safety/1",
        [
            """
            create table read_task (
                task_id     text    not null primary key,
                site_id     text    not null,
                patient_id  text    not null,
                request_id  text    not null,
                concern     text    not null,
                state       text    not null,
                opened_at   text    not null,
                due_at      text    not null,
                next_at     text    not null,
                level       integer not null,
                for_role    text    not null,
                for_id      text    not null,
                taken_by_id text    not null,
                done_at     text    not null
            )
            """,
            "create index read_task_waiting on read_task (site_id, state, due_at)",
            "create index read_task_next on read_task (state, next_at)",
            "create index read_task_by_patient on read_task (patient_id, opened_at)",
            """
            create table read_safety_rules (
                site_id text not null primary key,
                body    text not null
            )
            """,
            // Where a member of staff is told that a task waits for them. No part of the record; theirs to change.
            """
            create table staff_notice (
                staff_id text not null primary key references staff (id) on delete cascade,
                email    text not null,
                phone    text not null
            )
            """,
        ]),
    ];
}
