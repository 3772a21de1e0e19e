namespace RuralEc.ColdChain;

/// <summary>How those who look on over a connection wait for the next thing to tell.</summary>
internal static class Onlooking
{
    /// <summary>Changes that another process made are seen within this time.</summary>
    public static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(30);

    // A storm is one event and not a thousand.
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    /// <summary>Completes a second from now at the earliest, when there is news or it is time to look anyway; never fails.</summary>
    public static async Task WaitAsync(Task news, TimeProvider clock, CancellationToken ct)
    {
        await Task.Delay(AtMostEvery, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await news.WaitAsync(LookAnyway, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
