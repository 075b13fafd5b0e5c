using System.Globalization;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;

namespace Afterglow.App.Portal;

/// <summary>How often one address may ask for a consultation: a household, or a library.</summary>
public sealed record AskingLimits(int PerAddress = 12)
{
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>What is thought of a form that was sent.</summary>
public enum AskingVerdict
{
    Person,

    /// <summary>Sent faster than a person can fill it in, or with the field filled in that people do not see.</summary>
    Robot,

    /// <summary>Its seal is missing, altered or a day old: a new one is given, and what was typed stays.</summary>
    Stale,

    /// <summary>Too many from this address.</summary>
    TooMany,
}

/// <summary>
/// Keeps robots out of the form without asking anybody else who is one: a field that people do not see, a sealed time at
/// which the form was drawn, and a limit per address. Whoever is mistaken for a robot loses nothing that they typed.
/// </summary>
public sealed class AskingGuard(IDataProtectionProvider protection, AskingLimits limits, TimeProvider clock) : IDisposable
{
    /// <summary>Nobody reads the first question and writes a name in less.</summary>
    public static readonly TimeSpan Fastest = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Oldest = TimeSpan.FromHours(24);

    private readonly IDataProtector forms = protection.CreateProtector("asking-form");
    private readonly IDataProtector receipts = protection.CreateProtector("asking-receipt");

    private readonly PartitionedRateLimiter<string> addresses = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(
            address, _ => new FixedWindowRateLimiterOptions { PermitLimit = limits.PerAddress, Window = limits.Window, QueueLimit = 0 }));

    /// <summary>The seal of a new form: the id of the request it will be, and when it was drawn.</summary>
    public string Seal(Guid id) => forms.Protect(string.Create(CultureInfo.InvariantCulture, $"{id:N} {clock.GetUtcNow().UtcTicks}"));

    /// <summary>Judges a form that was sent. The id is new where the seal says nothing.</summary>
    public (AskingVerdict Verdict, Guid Id) Judge(string? seal, string? bait, string address)
    {
        if (!Read(forms, seal, out var text) || text.Split(' ') is not [var idText, var ticksText] || !Guid.TryParseExact(idText, "N", out var id))
            return (AskingVerdict.Stale, Guid.CreateVersion7(clock.GetUtcNow()));
        var age = clock.GetUtcNow() - new DateTimeOffset(long.Parse(ticksText, CultureInfo.InvariantCulture), TimeSpan.Zero);
        if (age > Oldest) return (AskingVerdict.Stale, id);
        if (!string.IsNullOrEmpty(bait) || age < Fastest) return (AskingVerdict.Robot, id);
        using var lease = addresses.AttemptAcquire(address);
        return (lease.IsAcquired ? AskingVerdict.Person : AskingVerdict.TooMany, id);
    }

    /// <summary>What the page after the form shows, so that its address can be opened again and says nothing about anybody.</summary>
    public string Receipt(DateOnly due, bool inDanger) =>
        receipts.Protect(due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (inDanger ? "!" : ""));

    public (DateOnly Due, bool InDanger)? ReadReceipt(string? text) =>
        Read(receipts, text, out var plain) && DateOnly.TryParseExact(plain.TrimEnd('!'), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due)
            ? (due, plain.EndsWith('!'))
            : null;

    public void Dispose() => addresses.Dispose();

    private static bool Read(IDataProtector protector, string? text, out string plain)
    {
        plain = "";
        if (string.IsNullOrEmpty(text) || text.Length > 2000) return false;
        try
        {
            plain = protector.Unprotect(text);
            return true;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
