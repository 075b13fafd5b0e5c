using Afterglow.App.Record;

namespace Afterglow.App.Messages;

internal static class MessageTables
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        // What goes out, until it has gone. Who it is for and what it says are encrypted, and forgotten once it is sent:
        // a message holds a link, and a link opens a door.
        new("messages/1",
        [
            """
            create table message (
                id            text    not null primary key,
                kind          text    not null,
                site_id       text    not null,
                about         text    not null,
                language      text    not null,
                envelope      text    not null,
                created_at    text    not null,
                next_try_at   text    not null,
                tries         integer not null,
                claimed_by    text    not null,
                claimed_until text    not null,
                state         text    not null,
                sent_at       text    not null,
                fault         text    not null
            )
            """,
            "create index message_waiting on message (state, next_try_at)",
            "create index message_by_time on message (site_id, created_at)",
        ]),
        // By which way it goes: until now everything went by email.
        new("messages/2", ["alter table message add column way text not null default 'email'"]),
    ];
}
