namespace RuralEc.FirmwareSim.Model;

/// <summary>One MQTT message to come: a single reading, or a pack whose sequence runs without a gap.</summary>
public sealed record UploadMessage(IReadOnlyList<Reading> Readings);

/// <summary>Decides what one upload sends, and in which order: the live reading first, the backlog after, in packs.</summary>
public static class Upload
{
    /// <summary>Readings of the largest pack.</summary>
    public const int PackSize = 60;

    /// <param name="model">The logger.</param>
    /// <param name="waiting">What is not acknowledged, oldest first.</param>
    /// <param name="second">Now.</param>
    /// <param name="everything">Sends what is held back, too: the last upload of a run.</param>
    public static IReadOnlyList<UploadMessage> Plan(
        LoggerModel model,
        IEnumerable<Reading> waiting,
        double second,
        bool everything = false
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        var ready = waiting.Where(r => everything || model.HeldUntil(r) <= second).ToList();
        if (ready.Count == 0)
        {
            return [];
        }

        var messages = model.Shuffled(ready[0], second) is null
            ? LiveFirst(ready)
            : ready.OrderBy(r => model.Shuffled(r, second)).Select(r => new UploadMessage([r]));
        return [.. messages.SelectMany(m => Enumerable.Repeat(m, model.IsRepeated(m.Readings[0], second) ? 2 : 1))];
    }

    private static IEnumerable<UploadMessage> LiveFirst(List<Reading> ready)
    {
        yield return new([ready[^1]]);
        var pack = new List<Reading>(PackSize);
        foreach (var reading in ready.SkipLast(1))
        {
            if (pack.Count == PackSize || pack.Count > 0 && !Follows(pack[^1], reading))
            {
                yield return new(pack);
                pack = new(PackSize);
            }

            pack.Add(reading);
        }

        if (pack.Count > 0)
        {
            yield return new(pack);
        }
    }

    // A pack states its first sequence only and counts on by instants: the device's clock must run forward in it.
    private static bool Follows(Reading before, Reading after) =>
        after.Boot == before.Boot
        && after.Seq == before.Seq + 1
        && after.DeviceMilliseconds > before.DeviceMilliseconds;
}
