namespace RuralEc.Server.Mqtt;

/// <summary>
/// Makes a device that sends without end wait, so that it neither fills the disk nor takes others' turns. Some seconds'
/// worth may come at once: a backlog after a dead spot does.
/// </summary>
internal sealed class RateLimit(int readingsPerSecond, TimeProvider clock)
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(5);

    // When all that came so far would have come at the permitted rate.
    private DateTimeOffset _paidUntil = DateTimeOffset.MinValue;

    public void Count(int readings)
    {
        var now = clock.GetUtcNow();
        _paidUntil = (_paidUntil > now ? _paidUntil : now) + TimeSpan.FromSeconds((double)readings / readingsPerSecond);
    }

    public Task WaitAsync(CancellationToken ct)
    {
        var ahead = _paidUntil - clock.GetUtcNow() - Burst;
        return ahead > TimeSpan.Zero ? Task.Delay(ahead, clock, ct) : Task.CompletedTask;
    }
}
