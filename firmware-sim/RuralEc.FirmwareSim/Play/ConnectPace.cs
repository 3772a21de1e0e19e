namespace RuralEc.FirmwareSim.Play;

/// <summary>
/// Spreads the fleet's attempts to connect: each gets the next free slot. A broker that comes back would otherwise meet
/// all loggers in one second.
/// </summary>
/// <param name="perSecond">Attempts in a real second.</param>
internal sealed class ConnectPace(double perSecond, TimeProvider time)
{
    private readonly long _ticks = (long)(time.TimestampFrequency / perSecond);
    private long _next = time.GetTimestamp();

    /// <summary>The timestamp at which the caller may try.</summary>
    public long Reserve()
    {
        var slot = Math.Max(_next, time.GetTimestamp());
        _next = slot + _ticks;
        return slot;
    }
}
