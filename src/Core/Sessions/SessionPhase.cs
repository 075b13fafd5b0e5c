namespace Afterglow.Core.Sessions;

public enum SessionPhase
{
    /// <summary>Nobody has checked in yet.</summary>
    Expected,

    /// <summary>In the chair; the gate is being worked through and the dose prepared.</summary>
    Arrived,

    /// <summary>Drug is going in.</summary>
    Running,

    /// <summary>The infusion stands still.</summary>
    Paused,

    /// <summary>All drug is in; the patient is watched.</summary>
    Recovering,

    /// <summary>The patient has left.</summary>
    Discharged,

    /// <summary>Discharged and signed.</summary>
    Signed,

    /// <summary>The treatment did not go ahead.</summary>
    Cancelled,
}

public static class SessionPhaseWords
{
    /// <summary>As people say it on the board.</summary>
    public static string Words(this SessionPhase phase) => phase switch
    {
        SessionPhase.Expected => "expected",
        SessionPhase.Arrived => "getting ready",
        SessionPhase.Running => "running",
        SessionPhase.Paused => "paused",
        SessionPhase.Recovering => "recovering",
        SessionPhase.Discharged => "discharged, not signed",
        SessionPhase.Signed => "signed",
        _ => "did not go ahead",
    };
}
