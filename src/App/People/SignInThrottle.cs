using System.Threading.RateLimiting;

namespace Afterglow.App.People;

/// <summary>How many passwords may be tried before the answer is “wait”.</summary>
/// <param name="PerName">Tries for one account name in a window.</param>
/// <param name="PerAddress">Tries from one address in a window: a clinic behind one router signs in its whole staff.</param>
public sealed record SignInLimits(int PerName = 30, int PerAddress = 200)
{
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>Holds password tries back, by account name and by address.</summary>
public sealed class SignInThrottle(SignInLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> names = Limiter(limits.PerName, limits.Window);
    private readonly PartitionedRateLimiter<string> addresses = Limiter(limits.PerAddress, limits.Window);

    public bool Admits(string name, string address)
    {
        using var byAddress = addresses.AttemptAcquire(address);
        if (!byAddress.IsAcquired) return false;
        using var byName = names.AttemptAcquire(name);
        return byName.IsAcquired;
    }

    public void Dispose()
    {
        names.Dispose();
        addresses.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int tries, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = tries, Window = window, QueueLimit = 0 }));
}
