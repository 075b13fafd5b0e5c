using Afterglow.App.Record;

namespace Afterglow.App.Patients;

internal static class PatientTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // Who a person is stands apart from the record: a de-identified export leaves these three tables out.
        // Text is compared byte by byte here (on PostgreSQL: a database made with the C collation).
        new("patients/1",
        [
            """
            create table person (
                patient_id  text    not null,
                version     integer not null,
                body        text    not null,
                salt        text    not null,
                recorded_at text    not null,
                author_id   text    not null,
                author_name text    not null,
                primary key (patient_id, version)
            )
            """,
            """
            create table person_identifier (
                system      text not null,
                value       text not null,
                patient_id  text not null,
                primary key (system, value)
            )
            """,
            "create index person_identifier_by_patient on person_identifier (patient_id)",
            """
            create table patient_number (
                number     integer primary key,
                patient_id text    not null unique
            )
            """,
            .. Database.AppendOnly("person"),
            .. Database.AppendOnly("person_identifier"),
            .. Database.AppendOnly("patient_number"),
        ]),
        new("patients/2",
        [
            """
            create table read_patient (
                patient_id       text    primary key,
                site_id          text    not null,
                record_number    text    not null,
                number           integer not null,
                display_name     text    not null,
                full_name        text    not null,
                sort_name        text    not null,
                preferred        text    not null,
                pronouns         text    not null,
                birth_date       text    not null,
                sex              text    not null,
                deceased         integer not null,
                weight           text    not null,
                weight_at        text    not null,
                weight_precision text    not null,
                last_session_at  text    not null
            )
            """,
            "create index read_patient_by_name on read_patient (site_id, sort_name, patient_id)",
            "create index read_patient_by_number on read_patient (number)",
            "create index read_patient_by_record_number on read_patient (record_number)",
            "create index read_patient_by_birth_date on read_patient (birth_date)",
            """
            create table read_patient_word (
                word       text not null,
                patient_id text not null,
                primary key (word, patient_id)
            )
            """,
            "create index read_patient_word_by_patient on read_patient_word (patient_id, word)",
            """
            create table read_timeline (
                patient_id  text not null,
                stream      text not null,
                entry_id    text not null,
                at          text not null,
                precision   text not null,
                recorded_at text not null,
                kind        text not null,
                title       text not null,
                detail      text not null,
                author_name text not null,
                source      text not null,
                state       text not null,
                weight      text not null,
                primary key (patient_id, stream, entry_id)
            )
            """,
            "create index read_timeline_by_time on read_timeline (patient_id, at, entry_id)",
            """
            create table read_standing (
                patient_id text not null,
                entry_id   text not null,
                kind       text not null,
                title      text not null,
                detail     text not null,
                at         text not null,
                precision  text not null,
                primary key (patient_id, entry_id)
            )
            """,
        ]),
        // The newest weight of a patient whose timeline has thousands of rows.
        new("patients/3", "create index read_timeline_by_weight on read_timeline (patient_id, at) where weight <> ''"),
        // Searched by number: a short key, and indexes that hold all that is needed to find and to sort.
        new("patients/4",
            "alter table read_patient_word rename to read_patient_word_by_id",
            """
            create table read_patient_word (
                word   text    not null,
                number integer not null,
                primary key (word, number)
            )
            """,
            """
            insert into read_patient_word (word, number)
            select w.word, p.number from read_patient_word_by_id w join read_patient p on p.patient_id = w.patient_id
            """,
            "drop table read_patient_word_by_id",
            "create index read_patient_word_by_number on read_patient_word (number, word)",
            "drop index read_patient_by_name",
            "drop index read_patient_by_birth_date",
            "create index read_patient_by_birth_date on read_patient (birth_date, number)",
            "drop index read_patient_by_number",
            "create index read_patient_by_number on read_patient (number, sort_name, patient_id, site_id)",
            "create index read_patient_in_site on read_patient (site_id, sort_name, patient_id, number)",
            "create index read_patient_in_order on read_patient (sort_name, patient_id, site_id, number)"),
    ];
}
