namespace Afterglow.Chairside.Connection;

/// <summary>The clinic's time, on a device whose own clock may be wrong.</summary>
public sealed class ClinicClock(TimeProvider device)
{
    // Two clocks set by the same network differ by less; from here on somebody should set the tablet. Source.Assumed.
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(2);

    /// <summary>What is added to this device's time to get the clinic's.</summary>
    public TimeSpan Offset { get; private set; }

    public DateTimeOffset Now => device.GetUtcNow() + Offset;

    public bool DeviceIsWrong => Offset.Duration() > Tolerated;

    /// <summary>The server said what time it was, some moment between asking and hearing: the middle is taken.</summary>
    public void Heard(DateTimeOffset serverTime, DateTimeOffset askedAt, DateTimeOffset heardAt) =>
        Offset = serverTime - (askedAt + (heardAt - askedAt) / 2);
}
