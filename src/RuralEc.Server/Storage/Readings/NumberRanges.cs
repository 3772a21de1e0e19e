namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// The numbers of one quantity since one power-up that are stored, as ranges without holes: mostly a single one. Exact
/// however late or often a number comes.
/// </summary>
internal sealed class NumberRanges
{
    private readonly List<(uint First, uint Last)> _ranges = [];

    /// <returns>False when it is in already.</returns>
    public bool Add(uint number)
    {
        var at = IndexAfter(number);
        if (at > 0 && number <= _ranges[at - 1].Last)
        {
            return false;
        }

        var joinsBefore = at > 0 && _ranges[at - 1].Last + 1 == number;
        var joinsAfter = at < _ranges.Count && _ranges[at].First - 1 == number;
        if (joinsBefore && joinsAfter)
        {
            _ranges[at - 1] = (_ranges[at - 1].First, _ranges[at].Last);
            _ranges.RemoveAt(at);
        }
        else if (joinsBefore)
        {
            _ranges[at - 1] = (_ranges[at - 1].First, number);
        }
        else if (joinsAfter)
        {
            _ranges[at] = (number, _ranges[at].Last);
        }
        else
        {
            _ranges.Insert(at, (number, number));
        }

        return true;
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        uint end = 0;
        foreach (var (first, last) in _ranges)
        {
            writer.Write7BitEncodedInt64(first - end);
            writer.Write7BitEncodedInt64(last - first);
            end = last;
        }

        return bytes.ToArray();
    }

    public static NumberRanges FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var ranges = new NumberRanges();
        uint end = 0;
        while (reader.BaseStream.Position < bytes.Length)
        {
            var first = end + (uint)reader.Read7BitEncodedInt64();
            end = first + (uint)reader.Read7BitEncodedInt64();
            ranges._ranges.Add((first, end));
        }

        return ranges;
    }

    /// <summary>Index of the first range that begins after the number; new numbers are mostly beyond all of them.</summary>
    private int IndexAfter(uint number)
    {
        if (_ranges.Count == 0 || number >= _ranges[^1].First)
        {
            return _ranges.Count;
        }

        var (low, high) = (0, _ranges.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].First > number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
