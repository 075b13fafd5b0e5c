using Afterglow.Core;

namespace Afterglow.App.People;

/// <summary>What a password must be: long, and not one that is guessed first. Nothing is asked about its characters.</summary>
public sealed class PasswordRules
{
    public const int Shortest = 12;

    public const int Longest = 128;

    /// <summary>Why not; null when the password will do.</summary>
    public Refusal? Refuse(string? password, string userName, string displayName)
    {
        if (password is null || password.Length < Shortest) return new PasswordTooWeak($"it needs at least {Shortest} characters");
        if (password.Length > Longest) return new PasswordTooWeak($"it may have at most {Longest} characters");
        return null;
    }
}
