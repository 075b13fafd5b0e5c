using Afterglow.Core;

namespace Afterglow.App.Backup;

/// <summary>A file of that name is there already.</summary>
public sealed record BackupExists(string File) : Refusal
{
    public override string Code => "backup.exists";

    public override string Sentence => $"{File} is there already and is left as it is; name a new file with --to.";
}

/// <summary>Two backups at once would be in each other's way.</summary>
public sealed record BackupRuns : Refusal
{
    public override string Code => "backup.runs";

    public override string Sentence => "Another backup of this clinic is being made; wait until it is done.";
}

/// <summary>There is no file of that name.</summary>
public sealed record BackupMissing(string File) : Refusal
{
    public override string Code => "backup.missing";

    public override string Sentence => $"There is no file {File}.";
}

/// <summary>The file is something else.</summary>
public sealed record NoBackup(string File) : Refusal
{
    public override string Code => "backup.not-a-backup";

    public override string Sentence => $"{File} is not a backup made by ./afterglow backup, or its beginning is damaged. Nothing was changed.";
}

/// <summary>The file was sealed under another phrase.</summary>
public sealed record OtherPhrase : Refusal
{
    public override string Code => "backup.other-phrase";

    public override string Sentence => "This backup was made under another recovery phrase: use the one written down when it was made. Nothing was changed.";
}

/// <summary>The file is not as it was when it was made.</summary>
public sealed record BackupDamaged(string File) : Refusal
{
    public override string Code => "backup.damaged";

    public override string Sentence => $"{File} is damaged: it was cut short or changed since it was made. Use another copy or an older backup. Nothing was changed.";
}

/// <summary>A newer version made it.</summary>
public sealed record BackupNewer : Refusal
{
    public override string Code => "backup.newer";

    public override string Sentence => "This backup was made by a newer version of Afterglow: update this one first (git pull), then restore. Nothing was changed.";
}

/// <summary>A restore never writes over anything.</summary>
public sealed record FolderNotEmpty(string Folder) : Refusal
{
    public override string Code => "backup.folder-not-empty";

    public override string Sentence => $"{Folder} is not empty, and a restore writes over nothing: name an empty or new folder with --data.";
}
