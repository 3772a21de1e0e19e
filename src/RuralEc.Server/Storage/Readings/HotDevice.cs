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

    /// <summary>The series of a quantity; makes it where there is none.</summary>
    public HotSeries Series(string quantity)
    {
        lock (_series)
        {
            if (Find(quantity) is { } known)
            {
                return known;
            }

            var series = new HotSeries(quantity);
            _series.Add(series);
            return series;
        }
    }

    /// <summary>Null where nothing of it was in memory. Whoever asks for what there is not makes no series.</summary>
    public HotSeries? Find(string quantity)
    {
        lock (_series)
        {
            // A device has a handful of quantities: looking along them is quicker than a table.
            foreach (var known in _series)
            {
                if (known.Quantity == quantity)
                {
                    return known;
                }
            }

            return null;
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
