using Afterglow.Core;

namespace Afterglow.App.People;

/// <summary>One sentence for a wrong password, an unknown name, a locked and a disabled account: a stranger learns nothing.</summary>
public sealed record PasswordNotAccepted : Refusal
{
    public override string Code => "sign-in.not-accepted";

    public override string Sentence =>
        "The user name and password were not accepted. After ten wrong tries an account stays shut for 15 minutes.";
}

/// <summary>More tries than a person makes.</summary>
public sealed record TooManyTries : Refusal
{
    public override string Code => "sign-in.too-many-tries";

    public override string Sentence => "There were too many tries from here. Wait a few minutes, then try again.";
}

/// <summary>The user name is somebody else's.</summary>
public sealed record UserNameTaken(string UserName) : Refusal
{
    public override string Code => "staff.user-name-taken";

    public override string Sentence => $"Somebody already signs in as “{UserName}”; choose another user name.";
}

/// <summary>A user name that could be mistaken for another.</summary>
public sealed record UserNameUnreadable : Refusal
{
    public override string Code => "staff.user-name-unreadable";

    public override string Sentence => "A user name has 2 to 64 letters from a to z, digits, dots, hyphens, underscores or @.";
}

/// <summary>Nobody has this id.</summary>
public sealed record StaffUnknown : Refusal
{
    public override string Code => "staff.unknown";

    public override string Sentence => "There is no such member of staff.";
}

/// <summary>A person without a role could do nothing.</summary>
public sealed record NoRole : Refusal
{
    public override string Code => "staff.no-role";

    public override string Sentence => "Choose at least one role.";
}

/// <summary>Without an administrator nobody could make one.</summary>
public sealed record LastAdministrator : Refusal
{
    public override string Code => "staff.last-administrator";

    public override string Sentence => "This is the only administrator; make somebody else an administrator first.";
}

/// <summary>The clinic has its administrator.</summary>
public sealed record AlreadySetUp : Refusal
{
    public override string Code => "setup.done";

    public override string Sentence => "This clinic is already set up.";
}

/// <summary>A password that would be guessed.</summary>
public sealed record PasswordTooWeak(string Why) : Refusal
{
    public override string Code => "password.too-weak";

    public override string Sentence => $"Choose another password: {Why}.";
}
