namespace RuralEc.FirmwareSim.Model;

/// <summary>
/// The logger's flash: keeps measurements, by sample number, in order until each is acknowledged. When it is full the
/// oldest is overwritten. Held as runs, so that a fleet's backlog of days takes no memory; what was measured follows
/// from the sample.
/// </summary>
internal sealed class RingBuffer(int capacity)
{
    private readonly List<SampleRun> _runs = [];

    /// <summary>Measurements that wait.</summary>
    public int Count { get; private set; }

    /// <summary>What is not acknowledged yet, oldest first.</summary>
    public IReadOnlyList<SampleRun> Waiting => [.. _runs];

    public bool Contains(long sample) => IndexOf(sample) >= 0;

    /// <returns>The measurement that was overwritten, or null.</returns>
    public long? Add(long sample)
    {
        if (_runs.Count > 0 && _runs[^1].Last == sample - 1)
        {
            _runs[^1] = _runs[^1] with { Last = sample };
        }
        else
        {
            _runs.Add(new(sample, sample));
        }

        if (++Count <= capacity)
        {
            return null;
        }

        var oldest = _runs[0].First;
        Acknowledge(oldest);
        return oldest;
    }

    /// <summary>Deletes what was acknowledged; false when it was gone before.</summary>
    public bool Acknowledge(long sample)
    {
        var at = IndexOf(sample);
        if (at < 0)
        {
            return false;
        }

        var run = _runs[at];
        Count--;
        if (run.First == run.Last)
        {
            _runs.RemoveAt(at);
        }
        else if (sample == run.First)
        {
            _runs[at] = run with { First = sample + 1 };
        }
        else if (sample == run.Last)
        {
            _runs[at] = run with { Last = sample - 1 };
        }
        else
        {
            _runs[at] = run with { Last = sample - 1 };
            _runs.Insert(at + 1, new(sample + 1, run.Last));
        }

        return true;
    }

    private int IndexOf(long sample)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (sample < _runs[middle].First)
            {
                high = middle - 1;
            }
            else if (sample > _runs[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }
}

/// <summary>Samples that follow one another.</summary>
internal readonly record struct SampleRun(long First, long Last);
