namespace RuralEc.Server.Storage.Readings;

/// <summary>What is in memory of one device: its series, as far as they are not packed.</summary>
internal sealed class HotDevice(string name)
{
    private readonly List<HotSeries> _series = [];

    public string Name => name;

    /// <summary>Its row in the file; null while nothing of it is packed.</summary>
    public long? Row { get; set; }

    /// <summary>The journal is packed for this device up to here.</summary>
    public long PackedThrough { get; set; }

    /// <summary>A device has a handful of quantities: looking along them is quicker than a table.</summary>
    public HotSeries Series(string quantity)
    {
        lock (_series)
        {
            foreach (var known in _series)
            {
                if (known.Quantity == quantity)
                {
                    return known;
                }
            }

            var series = new HotSeries(quantity);
            _series.Add(series);
            return series;
        }
    }

    public List<HotSeries> AllSeries()
    {
        lock (_series)
        {
            return [.. _series];
        }
    }
}
