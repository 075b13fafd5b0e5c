using Afterglow.App.Demo;

namespace Afterglow.Tests.Demo;

public sealed class TheFolderOfADemonstration : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 40, 0, TimeSpan.Zero);

    private readonly string root = Directory.CreateTempSubdirectory("afterglow-folder-").FullName;

    private string Folder => Path.Combine(root, "demo");

    [Fact]
    public void A_folder_that_the_demonstration_made_is_emptied_for_a_new_one()
    {
        Make(finished: true);
        Directory.CreateDirectory(Path.Combine(Folder, "keys"));
        File.WriteAllText(Path.Combine(Folder, "keys", "key.xml"), "");
        File.WriteAllText(Path.Combine(Folder, "afterglow.db"), "");

        using var folder = new DemoFolder(Folder);
        Assert.Null(folder.Clear());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public void A_folder_without_the_mark_is_never_emptied()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "afterglow.db"), "a clinic");

        using var folder = new DemoFolder(Folder);
        Assert.Contains("left as it is", folder.Clear(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "afterglow.db")));
    }

    [Theory, InlineData("not json"), InlineData("{}"), InlineData("null"), InlineData("[]")]
    public void A_mark_that_cannot_be_read_allows_nothing(string mark)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "demonstration.json"), mark);

        using var folder = new DemoFolder(Folder);
        Assert.Contains("left as it is", folder.Clear(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "demonstration.json")));
    }

    [Fact]
    public void A_folder_that_held_other_data_before_is_never_emptied()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "afterglow.db"), "imported patients");
        Make(finished: true);

        using var folder = new DemoFolder(Folder);
        Assert.Contains("left as it is", folder.Clear(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "afterglow.db")));
    }

    [Fact]
    public void A_folder_on_which_a_demonstration_runs_is_not_emptied_under_it()
    {
        Make(finished: true);
        using var running = new DemoFolder(Folder);
        running.Hold();

        using var folder = new DemoFolder(Folder);
        Assert.Contains("is running", folder.Clear(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "demonstration.json")));

        running.Dispose();
        Assert.Null(folder.Clear());
    }

    [Fact]
    public void What_a_link_in_the_folder_points_to_stays()
    {
        Make(finished: true);
        var elsewhere = Path.Combine(root, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        File.WriteAllText(Path.Combine(elsewhere, "mine.txt"), "");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), elsewhere);
        File.CreateSymbolicLink(Path.Combine(Folder, "file"), Path.Combine(elsewhere, "mine.txt"));

        using var folder = new DemoFolder(Folder);
        Assert.Null(folder.Clear());
        Assert.True(File.Exists(Path.Combine(elsewhere, "mine.txt")));
    }

    [Fact]
    public void What_was_broken_off_is_made_anew_and_what_was_finished_is_not()
    {
        Make(finished: false);
        File.WriteAllText(Path.Combine(Folder, "afterglow.db"), "half a clinic");
        using (var folder = new DemoFolder(Folder))
            Assert.Null(folder.ClearWhatWasBrokenOff());
        Assert.False(File.Exists(Path.Combine(Folder, "afterglow.db")));

        Make(finished: true);
        File.WriteAllText(Path.Combine(Folder, "afterglow.db"), "a whole clinic");
        using (var folder = new DemoFolder(Folder))
            Assert.Null(folder.ClearWhatWasBrokenOff());
        Assert.True(File.Exists(Path.Combine(Folder, "afterglow.db")));
    }

    [Fact]
    public void A_new_folder_opens_to_nobody_else_on_the_machine()
    {
        Make(finished: true);
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows gives a folder the rights of the one above it.");
        else Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Make(bool finished)
    {
        using var folder = new DemoFolder(Folder);
        folder.Begin(1, Now);
        if (finished) folder.Finish();
    }
}
