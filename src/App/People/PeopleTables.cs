using Afterglow.App.Record;

namespace Afterglow.App.People;

internal static class PeopleTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new("people/1",
        [
            """
            create table site (
                id   text not null primary key,
                name text not null
            )
            """,
            "insert into site (id, name) values ('00000000-0000-7000-8000-000000000001', 'Main site')",
            """
            create table staff (
                id                   text    not null primary key,
                user_name            text    not null,
                normalized_user_name text    not null unique,
                display_name         text    not null,
                active               boolean not null,
                created_at           text    not null,
                password_hash        text,
                security_stamp       text,
                concurrency_stamp    text,
                two_factor_enabled   boolean not null,
                lockout_enabled      boolean not null,
                lockout_end          text,
                access_failed_count  integer not null,
                authenticator_key    text,
                authenticator_step   bigint  not null
            )
            """,
            """
            create table staff_role (
                staff_id text not null references staff (id) on delete cascade,
                role     text not null,
                primary key (staff_id, role)
            )
            """,
            """
            create table staff_site (
                staff_id text not null references staff (id) on delete cascade,
                site_id  text not null references site (id),
                primary key (staff_id, site_id)
            )
            """,
            """
            create table staff_passkey (
                credential_id text not null primary key,
                user_id       text not null references staff (id) on delete cascade,
                data          text not null
            )
            """,
            "create index staff_passkey_by_user on staff_passkey (user_id)",
            // The key of a recovery code is the keyed hash of the code: nobody can read a code back out of the table.
            """
            create table recovery_code (
                staff_id text not null references staff (id) on delete cascade,
                code     text not null,
                primary key (staff_id, code)
            )
            """,
            // One row for each link with which somebody chooses a password; the link's key is kept only as its hash.
            """
            create table password_link (
                key_hash text not null primary key,
                staff_id text not null references staff (id) on delete cascade,
                ends_at  text not null
            )
            """,
            // One row for each browser that is signed in. The browser's key is kept only as its hash.
            """
            create table sign_in (
                id         text not null primary key,
                key_hash   text not null unique,
                staff_id   text not null references staff (id) on delete cascade,
                method     text not null,
                started_at text not null,
                proved_at  text not null,
                seen_at    text not null,
                ends_at    text not null,
                origin     text not null,
                device     text not null
            )
            """,
            "create index sign_in_by_staff on sign_in (staff_id)",
        ]),
        // Programs that may use the API, and the tokens they were given. The columns are those of OpenIddict, which reads them.
        new("people/2",
        [
            """
            create table client (
                id                        text not null primary key,
                application_type          text,
                client_id                 text unique,
                client_secret             text,
                client_type               text,
                concurrency_token         text,
                consent_type              text,
                display_name              text,
                display_names             text,
                json_web_key_set          text,
                permissions               text,
                post_logout_redirect_uris text,
                properties                text,
                redirect_uris             text,
                requirements              text,
                settings                  text
            )
            """,
            """
            create table client_scope (
                id                text not null primary key,
                concurrency_token text,
                description       text,
                descriptions      text,
                display_name      text,
                display_names     text,
                name              text unique,
                properties        text,
                resources         text
            )
            """,
            """
            create table client_authorization (
                id                text not null primary key,
                application_id    text references client (id),
                concurrency_token text,
                creation_date     text,
                properties        text,
                scopes            text,
                status            text,
                subject           text,
                type              text
            )
            """,
            "create index client_authorization_by_client on client_authorization (application_id, status, subject, type)",
            """
            create table client_token (
                id                text not null primary key,
                application_id    text references client (id),
                authorization_id  text references client_authorization (id),
                concurrency_token text,
                creation_date     text,
                expiration_date   text,
                payload           text,
                properties        text,
                redemption_date   text,
                reference_id      text unique,
                status            text,
                subject           text,
                type              text
            )
            """,
            "create index client_token_by_client on client_token (application_id, status, subject, type)",
            "create index client_token_by_end on client_token (expiration_date)",
        ]),
        // Charts that somebody opened outside their sites, with the reason they gave. What it says stands in the audit too.
        new("people/3",
        [
            """
            create table emergency_access (
                id           text not null primary key,
                staff_id     text not null references staff (id),
                patient_id   text not null,
                reason       text not null,
                began_at     text not null,
                ends_at      text not null,
                closed_at    text not null,
                closed_by    text not null,
                closing_note text not null
            )
            """,
            "create index emergency_access_by_staff on emergency_access (staff_id, ends_at)",
            "create index emergency_access_by_closing on emergency_access (closed_at, began_at)",
        ]),
    ];
}
