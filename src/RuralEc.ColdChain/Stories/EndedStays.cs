namespace RuralEc.ColdChain.Stories;

/// <summary>
/// Stays of goods that are over and of which something became known: their end, or a late reading. Bounded by the number
/// of stays; a listener that is slow hears of each once.
/// </summary>
public sealed class EndedStays : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private HashSet<Guid> _stays = [];

    /// <summary>Waits until there is something, then takes all of it: ids of placements.</summary>
    public async Task<IReadOnlyCollection<Guid>> TakeAsync(CancellationToken ct)
    {
        await _news.WaitAsync(ct);
        lock (_lock)
        {
            var taken = _stays;
            _stays = [];
            return taken;
        }
    }

    /// <summary>These have to be told, perhaps again.</summary>
    public void Add(IEnumerable<Guid> stays)
    {
        lock (_lock)
        {
            _stays.UnionWith(stays);
            if (_stays.Count > 0 && _news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    public void Dispose() => _news.Dispose();
}
