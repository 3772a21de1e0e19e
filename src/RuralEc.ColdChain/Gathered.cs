namespace RuralEc.ColdChain;

/// <summary>
/// Things to do for one listener in the process: each once, however often it was said. Bounded by what there is, so that
/// a slow listener loses nothing.
/// </summary>
public sealed class Gathered<T> : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private HashSet<T> _things = [];

    /// <summary>Waits until there is something, then takes all of it.</summary>
    public async Task<IReadOnlyCollection<T>> TakeAsync(CancellationToken ct)
    {
        await _news.WaitAsync(ct);
        lock (_lock)
        {
            var taken = _things;
            _things = [];
            return taken;
        }
    }

    public void Add(IEnumerable<T> things)
    {
        lock (_lock)
        {
            _things.UnionWith(things);
            if (_things.Count > 0 && _news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    public void Dispose() => _news.Dispose();
}
