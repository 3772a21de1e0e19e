namespace RuralEc.Server.Mqtt;

/// <summary>How many connections of devices there may be at one time, by whichever way they come.</summary>
internal sealed class ConnectionLimit(int maximum)
{
    private int _taken;

    /// <summary>Who gets true gives it back by <see cref="Release"/>.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= maximum)
        {
            return true;
        }

        Release();
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);
}
