namespace RuralEc.FirmwareSim.Model;

/// <summary>
/// The logger's flash: keeps readings in the order of measurement until each is acknowledged. When it is full the
/// oldest is overwritten.
/// </summary>
public sealed class RingBuffer(int capacity)
{
    private readonly SortedDictionary<(uint Boot, uint Seq), Reading> _waiting = [];

    /// <summary>Readings overwritten before they were acknowledged.</summary>
    public long Lost { get; private set; }

    /// <summary>What is not acknowledged yet, oldest first.</summary>
    public IReadOnlyCollection<Reading> Waiting => _waiting.Values;

    public void Add(Reading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        _waiting.Add((reading.Boot, reading.Seq), reading);
        if (_waiting.Count > capacity)
        {
            _waiting.Remove(_waiting.First().Key);
            Lost++;
        }
    }

    /// <summary>Deletes what was acknowledged; false when it was gone before.</summary>
    public bool Acknowledge(Reading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return _waiting.Remove((reading.Boot, reading.Seq));
    }
}
