namespace Afterglow.App.Live;

/// <summary>Work that is looked at again and again at a pace, for as long as the application runs.</summary>
internal static class Rounds
{
    /// <summary>
    /// Looks at once, and then at every pace. A round in which the database or the disk cannot be used is told to
    /// <paramref name="stumbled"/> and tried again with the next; any other fault ends the rounds, because it is ours.
    /// </summary>
    public static async Task GoAsync(
        TimeSpan pace, TimeProvider clock, Func<CancellationToken, Task> look, Action<Exception> stumbled, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(pace, clock);
        do
        {
            try
            {
                await look(stopping);
            }
            catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or UnauthorizedAccessException)
            {
                stumbled(fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }
}
