using System.Globalization;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Sessions;

/// <summary>One chair on the board, taken or free.</summary>
/// <param name="SessionId">Null where the chair is free.</param>
/// <param name="Who">Preferred name and an initial: enough to call somebody by, no more.</param>
/// <param name="Minutes">Since drug first went in; null before that.</param>
/// <param name="WaitingMinutes">Since the check-in, until drug goes in.</param>
/// <param name="LastVitals">Empty when there are none, or when the caller may not see them.</param>
/// <param name="Next">What is due first; null when nothing is, or when the caller may not see it.</param>
/// <param name="OpenBalance">Drug drawn up, not given and not wasted before a witness; empty when there is none.</param>
public sealed record BoardRow(
    string Site, string Chair, Guid? SessionId, string Who, SessionPhase? Phase, string PhaseWords, string PhaseStyle, string Protocol,
    int? SessionNumber, DateTimeOffset? ArrivedAt, DateTimeOffset? StartedAt, int? Minutes, int? WaitingMinutes,
    string LastVitals, DateTimeOffset? LastVitalsAt, int? LastVitalsMinutes, BoardDue? Next, IReadOnlyList<BoardAlarm> Alarms,
    string OpenBalance = "")
{
    public static BoardRow Free(string site, string chair) =>
        new(site, chair, null, "", null, "free", "free", "", null, null, null, null, null, "", null, null, null, []);
}

/// <summary>What is due next in a chair.</summary>
/// <param name="When">“in 4 min”, “now”, “late 3 min”.</param>
public sealed record BoardDue(string What, DateTimeOffset At, string When, bool Late);

/// <summary>An alarm in a chair.</summary>
public sealed record BoardAlarm(string Key, AlarmPriority Priority, string Stars, string What, string Against, string? AcknowledgedBy);

/// <summary>A session that ended and waits for a signature, or for drug that nobody has accounted for.</summary>
/// <param name="OpenBalance">Drug drawn up, not given and not wasted before a witness; empty when there is none.</param>
public sealed record Unfinished(Guid SessionId, string Who, DateTimeOffset ArrivedAt, SessionPhase Phase, string OpenBalance);

/// <summary>Who sits where, and which sessions are not finished though the patient has left.</summary>
public sealed record BoardView(IReadOnlyList<BoardRow> Chairs, IReadOnlyList<Unfinished> Unfinished);

internal static class BoardRows
{
    /// <summary>What a chair shows of its session at a moment. Names and phase only, where no clinical content may be seen.</summary>
    public static BoardRow Of(string site, Guid id, Session session, string who, bool clinical, DateTimeOffset now)
    {
        var arrival = session.Arrival!;
        var last = session.Vitals is [.., var vitals] ? vitals : null;
        // Everything is done and only the pump is still to be started: worth seeing from across the room.
        var ready = session.DoseCheck is not null && Gate.Findings(session, now).All(finding => !finding.Stops);
        var row = new BoardRow(
            site, arrival.Chair, id, who, session.Phase, session.Phase == SessionPhase.Arrived && ready ? "ready to start" : session.Phase.Words(),
            session.Phase.Style(ready), clinical ? session.Protocol?.Name ?? arrival.ProtocolId : "", clinical ? arrival.SessionNumber : null,
            arrival.At, session.StartedAt, Minutes(session.StartedAt, now), session.StartedAt is null ? Minutes(arrival.At, now) : null,
            "", null, null, null, []);
        if (!clinical) return row;
        var next = DueList.For(session, now) is [var due, ..] ? new BoardDue(due.What, due.At, due.When(now), due.LateAt(now)) : null;
        return row with
        {
            LastVitals = last is null ? "" : SessionWords.Of(last.Value),
            LastVitalsAt = last?.At,
            LastVitalsMinutes = Minutes(last?.At, now),
            Next = next,
            OpenBalance = SessionWords.OpenBalance(session),
            Alarms = [.. Alarms.Active(session, now).Select(alarm => new BoardAlarm(
                alarm.Key, alarm.Priority, alarm.Stars, alarm.What, alarm.Against, alarm.AcknowledgedBy?.Name))],
        };
    }

    /// <summary>“Ada Q.”, from “Ada Quill”; a name written without spaces stands as it is.</summary>
    public static string Called(string preferred, string displayName)
    {
        var words = displayName.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) return displayName;
        var first = preferred.Length > 0 && displayName.StartsWith(preferred, StringComparison.Ordinal) ? preferred : words[0];
        return first.Length == displayName.Length ? first : $"{first} {StringInfo.GetNextTextElement(words[^1])}.";
    }

    private static int? Minutes(DateTimeOffset? since, DateTimeOffset now) => since is { } at ? Math.Max(0, (int)(now - at).TotalMinutes) : null;
}
