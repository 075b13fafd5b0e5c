using System.Diagnostics.CodeAnalysis;
using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>Something a person asks for during a session. The rule is a pure function of the session, the person and the time.</summary>
public interface ISessionCommand
{
    /// <summary>Made on the device, so that asking twice writes once.</summary>
    Guid EntryId { get; }

    /// <summary>When it happened.</summary>
    DateTimeOffset At { get; }

    Result<SessionEvent> Decide(Session session, Deciding deciding);
}

/// <summary>Who asks, and what time it is.</summary>
public sealed record Deciding(Author By, DateTimeOffset Now);

/// <summary>The checks that nearly every command begins with.</summary>
internal static class Allowed
{
    // Two clocks never agree to the second. Source.Assumed.
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Charting by a nurse, a prescriber or a program acting for them.</summary>
    public static Refusal? ToChart(
        this Session session, ISessionCommand command, Deciding deciding, params ReadOnlySpan<SessionPhase> phases)
    {
        if (!deciding.By.IsProgram && !deciding.By.Is(Role.Nurse, Role.Prescriber))
            return new NotYourRole("chart in a session", "a nurse or a prescriber");
        return session.InTime(command, deciding) ?? session.InPhase(phases);
    }

    /// <summary>What only a person of a certain role may do.</summary>
    public static Refusal? ByPerson(
        this Session session, ISessionCommand command, Deciding deciding, string what, string who, ReadOnlySpan<Role> roles)
    {
        if (!deciding.By.Is(roles)) return new NotYourRole(what, who);
        return session.InTime(command, deciding);
    }

    public static Refusal? InPhase(this Session session, params ReadOnlySpan<SessionPhase> phases)
    {
        foreach (var phase in phases)
            if (session.Phase == phase) return null;
        return new WrongPhase(session.Phase, [.. phases]);
    }

    private static Refusal? InTime(this Session session, ISessionCommand command, Deciding deciding)
    {
        if (command.EntryId == Guid.Empty) return new EntryIdMissing();
        if (command.At > deciding.Now + ClockSkew) return new InTheFuture(command.At, deciding.Now);
        if (session.Arrival is { } arrival && command.At < arrival.At) return new BeforeTheSession(command.At, arrival.At);
        return null;
    }

    /// <summary>Text a person must write, at a sensible length.</summary>
    public static bool Written([NotNullWhen(true)] this string? text) => !string.IsNullOrWhiteSpace(text);

    /// <summary>Null when the texts fit into the record.</summary>
    public static Refusal? Fits(int most, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            if (text is { Length: var length } && length > most) return new TooLong(length, most);
        return null;
    }
}
