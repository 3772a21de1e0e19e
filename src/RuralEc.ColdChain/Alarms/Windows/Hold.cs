namespace RuralEc.ColdChain.Alarms.Windows;

/// <summary>What a planned window does to an alarm that would be raised in it.</summary>
/// <param name="Until">The end of the window; null when it was announced only afterwards and so holds nothing.</param>
internal sealed record Hold(Guid WindowId, WindowKind Kind, DateTimeOffset? Until)
{
    /// <summary>
    /// The hold of the window that lasts longest among those in which <paramref name="raisedAt"/> lies. Another window
    /// that begins before it ends holds no further: an alarm waits for one window at most.
    /// </summary>
    public static Hold? Of(IEnumerable<PlannedWindow> windows, DateTimeOffset raisedAt) =>
        windows
            .Select(w => (Window: w, Time: w.At(raisedAt)))
            .Where(w => w.Time is not null)
            .Select(w => new Hold(
                w.Window.Id,
                w.Window.Kind,
                w.Window.RecordedAt <= raisedAt ? w.Time!.Value.To : null
            ))
            .OrderByDescending(h => h.Until ?? DateTimeOffset.MinValue)
            .ThenBy(h => h.WindowId)
            .FirstOrDefault();
}
