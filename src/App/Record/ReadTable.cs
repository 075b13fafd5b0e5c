namespace Afterglow.App.Record;

/// <summary>
/// A table filled from the record in the same transaction as each entry, so that a screen need not fold a log.
/// It holds nothing that is not in the record: it can be dropped and rebuilt at any time.
/// </summary>
public interface IReadTable
{
    /// <summary>The kind of stream it is filled from, such as <c>session</c>.</summary>
    string StreamKind { get; }

    /// <summary>The tables it owns, to be emptied before a rebuild.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Takes the new entries of one stream into the table, inside the transaction that writes them.</summary>
    Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended);
}
