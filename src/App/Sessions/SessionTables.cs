using Afterglow.App.Record;

namespace Afterglow.App.Sessions;

internal static class SessionTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("sessions/1",
        [
            """
            create table chair (
                site_id text    not null references site (id),
                name    text    not null,
                place   integer not null,
                primary key (site_id, name)
            )
            """,
            "insert into chair (site_id, name, place) select id, 'Chair 1', 1 from site",
            "insert into chair (site_id, name, place) select id, 'Chair 2', 2 from site",
            "insert into chair (site_id, name, place) select id, 'Chair 3', 3 from site",
            "insert into chair (site_id, name, place) select id, 'Chair 4', 4 from site",
            """
            create table read_session (
                session_id      text    not null primary key,
                patient_id      text    not null,
                site_id         text    not null,
                chair           text    not null,
                protocol_id     text    not null,
                indication      text    not null,
                session_number  integer not null,
                phase           text    not null,
                is_open         integer not null,
                version         integer not null,
                arrived_at      text    not null,
                started_at      text    not null,
                ended_at        text    not null,
                last_vitals     text    not null,
                last_vitals_at  text    not null,
                ordered_by_kg   text    not null,
                ordered_dose    text    not null,
                given           text    not null,
                weight          text    not null,
                adverse_events  integer not null,
                worst_severity  text    not null,
                signed_at       text    not null,
                signed_by       text    not null,
                needs_signature integer not null
            )
            """,
            "create index read_session_by_patient on read_session (patient_id, arrived_at)",
            "create index read_session_by_site on read_session (site_id, arrived_at)",
            "create index read_session_open on read_session (is_open, site_id)",
            "create index read_session_unsigned on read_session (needs_signature, site_id, arrived_at)",
        ]),
        // What a passkey was asked before somebody signs, checks or witnesses: taken away when it is answered.
        new("sessions/passkey-question",
        [
            """
            create table passkey_question (
                id       text not null primary key,
                asked_by text not null references staff (id) on delete cascade,
                purpose  text not null,
                state    text not null,
                ends_at  text not null
            )
            """,
            "create index passkey_question_by_end on passkey_question (ends_at)",
        ]),
        // How much drug was drawn up and is not accounted for, in words; empty when all is.
        new("sessions/open-balance",
        [
            "alter table read_session add column open_balance text not null default ''",
            // A flag beside the words: the board asks for it, and an index answers.
            "alter table read_session add column balance_open integer not null default 0",
            "create index read_session_balance on read_session (balance_open, site_id)",
        ]),
    ];
}
