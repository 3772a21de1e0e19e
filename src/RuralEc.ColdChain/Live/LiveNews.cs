namespace RuralEc.ColdChain.Live;

/// <summary>Which devices have been judged anew, for everybody in this process who looks on.</summary>
internal sealed class LiveNews
{
    private readonly Lock _lock = new();
    private readonly List<Onlooker> _onlookers = [];

    public Onlooker LookOn()
    {
        var one = new Onlooker(this);
        lock (_lock)
        {
            _onlookers.Add(one);
        }

        return one;
    }

    public void Add(IEnumerable<string> devices)
    {
        Onlooker[] all;
        lock (_lock)
        {
            all = [.. _onlookers];
        }

        foreach (var one in all)
        {
            one.Devices.Add(devices);
        }
    }

    private void Leave(Onlooker one)
    {
        lock (_lock)
        {
            _onlookers.Remove(one);
        }
    }

    public sealed class Onlooker(LiveNews news) : IDisposable
    {
        /// <summary>Not disposed of: news may be on its way to somebody who leaves.</summary>
        public Gathered<string> Devices { get; } = new();

        public void Dispose() => news.Leave(this);
    }
}
