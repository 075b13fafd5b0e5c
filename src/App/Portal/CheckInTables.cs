using Afterglow.App.Record;

namespace Afterglow.App.Portal;

internal static class CheckInTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("check-ins/1",
        [
            """
            create table read_check_in (
                check_in_id text    not null primary key,
                patient_id  text    not null,
                site_id     text    not null,
                state       text    not null,
                asked_at    text    not null,
                closes_at   text    not null,
                occasions   text    not null,
                instruments text    not null,
                answered    integer not null,
                needed      integer not null,
                ended_at    text    not null
            )
            """,
            "create index read_check_in_by_patient on read_check_in (patient_id, asked_at)",
            "create index read_check_in_open on read_check_in (state, closes_at)",
            // Which message about a check-in went by which way: the row is the right to send it, and there can be one.
            """
            create table check_in_message (
                check_in_id text    not null,
                number      integer not null,
                way         text    not null,
                made_at     text    not null,
                primary key (check_in_id, number, way)
            )
            """,
            // Only what may be quoted stands here: taken back, the row is gone, and with it the quote wherever it was shown.
            """
            create table read_quote (
                words_id   text not null primary key,
                patient_id text not null,
                site_id    text not null,
                exact      text not null,
                places     text not null,
                last_day   text not null,
                language   text not null
            )
            """,
            "create index read_quote_by_site on read_quote (site_id, last_day)",
            """
            create table read_words (
                patient_id text    not null primary key,
                written    integer not null,
                changed_at text    not null
            )
            """,
        ]),
        new("quotes/1",
        [
            """
            create table read_quote_use (
                use_id     text not null primary key,
                words_id   text not null,
                patient_id text not null,
                site_id    text not null,
                exact      text not null,
                place      text not null,
                stands     text not null,
                placed_at  text not null,
                placed_by  text not null,
                down_at    text not null
            )
            """,
            "create index read_quote_use_by_words on read_quote_use (words_id, down_at)",
            "create index read_quote_use_by_site on read_quote_use (site_id, down_at)",
        ]),
        new("own-page/1",
        [
            // Keys with which patients open their own page; no part of the record. Apart from those of the staff.
            """
            create table patient_passkey (
                credential_id text not null primary key,
                patient_id    text not null,
                data          text not null,
                created_at    text not null,
                used_at       text not null
            )
            """,
            "create index patient_passkey_by_patient on patient_passkey (patient_id)",
            // What a key was asked, until it is answered or three minutes are over.
            """
            create table patient_passkey_question (
                id       text not null primary key,
                asked_by text not null,
                purpose  text not null,
                state    text not null,
                ends_at  text not null
            )
            """,
        ]),
        new("check-ins/2",
        [
            // Until when a patient need not be looked at, as long as what it hangs on stands: a note to ourselves, no part of the record.
            """
            create table check_in_look (
                patient_id text not null primary key,
                hangs_on   text not null,
                next_at    text not null
            )
            """,
        ]),
    ];
}
