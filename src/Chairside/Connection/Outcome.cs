using Afterglow.Core;

namespace Afterglow.Chairside.Connection;

/// <summary>What became of something the device asked the clinic to write.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>It is in the record.</summary>
    public sealed record Written : Outcome;

    /// <summary>The rules say no, here or on the server: nothing was written.</summary>
    public sealed record Refused(Refusal Why) : Outcome;

    /// <summary>No answer came: it may or may not be written. Sending the same entry again writes it once.</summary>
    public sealed record NoAnswer(string Why) : Outcome;

    /// <summary>Nobody is signed in on this device any more: nothing was written.</summary>
    public sealed record SignedOut : Outcome;
}

/// <summary>The server's refusal, in its own words.</summary>
public sealed record RefusedByServer(string ServerCode, string ServerSentence, bool Confirmable) : Refusal
{
    public override string Code => ServerCode;

    public override string Sentence => ServerSentence;

    public override bool CanBeConfirmed => Confirmable;
}

/// <summary>The clinic did not answer, or answered with a fault of its own.</summary>
public sealed class NoAnswerException(string why, Exception? inner = null) : Exception(why, inner);

/// <summary>The session on this device has ended: somebody has to sign in.</summary>
public sealed class SignedOutException() : Exception("Nobody is signed in on this device.");

/// <summary>The clinic does not show this session to this person, or there is no such session.</summary>
public sealed class NotShownException(string why) : Exception(why);
