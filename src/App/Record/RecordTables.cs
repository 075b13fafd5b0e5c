namespace Afterglow.App.Record;

internal static class RecordTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("record/1",
        [
            """
            create table entry (
                stream        text    not null,
                version       integer not null,
                entry_id      text    not null,
                kind          text    not null,
                body          text    not null,
                request       text    not null,
                recorded_at   text    not null,
                author_id     text    not null,
                author_name   text    not null,
                author_roles  text    not null,
                previous_seal text    not null,
                seal          text    not null,
                primary key (stream, version),
                unique (stream, entry_id)
            )
            """,
            """
            create table audit (
                chain         text    not null,
                number        integer not null,
                at            text    not null,
                actor_id      text    not null,
                actor_name    text    not null,
                action        text    not null,
                patient_id    text    not null,
                target        text    not null,
                outcome       text    not null,
                reason        text    not null,
                origin        text    not null,
                previous_seal text    not null,
                seal          text    not null,
                primary key (chain, number)
            )
            """,
            "create index audit_by_patient on audit (patient_id, at)",
            "create index audit_by_actor on audit (actor_id, at)",
            "create index audit_by_time on audit (at)",
            .. Database.AppendOnly("entry"),
            .. Database.AppendOnly("audit"),
        ]),
        // What was done of one kind, newest first: the backups ask at every pace, and the audit's page when it is searched.
        new("record/2", "create index audit_by_action on audit (action, at)"),
    ];
}
