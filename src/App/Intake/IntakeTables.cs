using Afterglow.App.Record;

namespace Afterglow.App.Intake;

internal static class IntakeTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("intake/1",
        [
            // Who asks stands apart from the record, as patients do; the request's first entry holds the digest.
            """
            create table request_person (
                request_id text not null primary key,
                body       text not null,
                salt       text not null
            )
            """,
            .. Database.AppendOnly("request_person"),
            """
            create table read_request (
                request_id  text    not null primary key,
                site_id     text    not null,
                state       text    not null,
                in_danger   integer not null,
                asked_at    text    not null,
                due_day     text    not null,
                language    text    not null,
                has_email   integer not null,
                has_phone   integer not null,
                taken_by_id text    not null,
                taken_by    text    not null,
                tries       integer not null,
                reached     integer not null,
                patient_id  text    not null,
                link_id     text    not null,
                changed_at  text    not null
            )
            """,
            "create index read_request_queue on read_request (site_id, state, in_danger, due_day, asked_at)",
            "create index read_request_by_patient on read_request (patient_id)",
        ]),
        new("intake/2",
        [
            """
            create table read_consent (
                patient_id text    not null,
                document   text    not null,
                version    integer not null,
                state      text    not null,
                at         text    not null,
                primary key (patient_id, document)
            )
            """,
            "create index read_consent_by_document on read_consent (document, state, version)",
        ]),
    ];
}
