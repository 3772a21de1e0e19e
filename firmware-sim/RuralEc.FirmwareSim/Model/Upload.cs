using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>One MQTT message to come: a single reading, or a pack whose sequence runs without a gap.</summary>
/// <param name="IsLive">It is the newest reading.</param>
internal sealed record UploadMessage(IReadOnlyList<Reading> Readings, bool IsLive);

/// <summary>Decides what one upload sends, and in which order: the live reading first, the backlog after, in packs.</summary>
internal static class Upload
{
    /// <summary>Readings of the largest pack.</summary>
    public const int PackSize = 60;

    // A shuffled backlog is sorted as a whole; the rest goes out with the next upload.
    private const int MostShuffled = 1000;

    /// <param name="model">The logger.</param>
    /// <param name="waiting">What is not acknowledged, oldest first.</param>
    /// <param name="second">Now.</param>
    /// <param name="everything">Sends what is held back, too: the last upload of a run.</param>
    /// <param name="isUnderWay">What was handed over already and may still be answered.</param>
    public static IEnumerable<UploadMessage> Plan(
        LoggerModel model,
        IReadOnlyList<SampleRun> waiting,
        double second,
        bool everything = false,
        Predicate<long>? isUnderWay = null
    )
    {
        bool IsReady(long sample) =>
            (everything || model.HeldUntil(sample) <= second) && isUnderWay?.Invoke(sample) != true;
        var ready = Ascending(waiting).Where(IsReady);
        if (!ready.Any())
        {
            return [];
        }

        var messages = model.Shuffled(0, second) is null
            ? LiveFirst(model, ready, Descending(waiting).First(IsReady))
            : ready
                .Take(MostShuffled)
                .OrderBy(sample => model.Shuffled(sample, second))
                .Select(sample => new UploadMessage([model.Measure(sample)], IsLive: false));
        return messages.SelectMany(m => Enumerable.Repeat(m, model.IsRepeated(m.Readings[0].Sample, second) ? 2 : 1));
    }

    private static IEnumerable<UploadMessage> LiveFirst(LoggerModel model, IEnumerable<long> ready, long newest)
    {
        yield return new([model.Measure(newest)], IsLive: true);
        var pack = new List<Reading>();
        foreach (var sample in ready.Where(s => s != newest))
        {
            var reading = model.Measure(sample);
            var skipped = pack.Count > 0 ? Skipped(model, pack[^1].Sample, sample) : [];
            if (pack.Count > 0 && !Fits(pack, [.. skipped, reading], model.Logger.Payload))
            {
                yield return new(pack, IsLive: false);
                (pack, skipped) = ([], []);
            }

            pack.AddRange([.. skipped, reading]);
        }

        if (pack.Count > 0)
        {
            yield return new(pack, IsLive: false);
        }
    }

    /// <summary>Beats between two readings on which the sensor gave nothing to keep: a compact pack says null there.</summary>
    private static List<Reading> Skipped(LoggerModel model, long before, long after)
    {
        if (model.Logger.Payload != PayloadForm.CompactCbor || after - before is 1 or > PackSize)
        {
            return [];
        }

        var between = new List<Reading>();
        for (var sample = before + 1; sample < after; sample++)
        {
            if (!model.HasPower(model.SecondOf(sample)) || model.Keeps(sample))
            {
                return [];
            }

            between.Add(model.Measure(sample));
        }

        return between;
    }

    private static bool Fits(List<Reading> pack, IReadOnlyList<Reading> next, PayloadForm form)
    {
        if (pack.Count + next.Count > PackSize || form == PayloadForm.Json)
        {
            return false;
        }

        var step = Step(pack[0], pack.Count > 1 ? pack[1] : next[0]);
        var before = pack[^1];
        foreach (var reading in next)
        {
            if (!Follows(before, reading) || form == PayloadForm.CompactCbor && Step(before, reading) != step)
            {
                return false;
            }

            before = reading;
        }

        return true;
    }

    // A pack states its first sequence only and counts on by instants: the device's clock must run forward in it.
    private static bool Follows(Reading before, Reading after) =>
        after.Boot == before.Boot
        && after.Seq == before.Seq + 1
        && after.ClockMilliseconds is null == before.ClockMilliseconds is null
        && Step(before, after) > 0;

    private static long Step(Reading before, Reading after) =>
        after.ClockMilliseconds is { } to && before.ClockMilliseconds is { } from
            ? to - from
            : after.UptimeMilliseconds - before.UptimeMilliseconds;

    private static IEnumerable<long> Ascending(IReadOnlyList<SampleRun> runs)
    {
        foreach (var run in runs)
        {
            for (var sample = run.First; sample <= run.Last; sample++)
            {
                yield return sample;
            }
        }
    }

    private static IEnumerable<long> Descending(IReadOnlyList<SampleRun> runs)
    {
        for (var i = runs.Count - 1; i >= 0; i--)
        {
            for (var sample = runs[i].Last; sample >= runs[i].First; sample--)
            {
                yield return sample;
            }
        }
    }
}
