using System.Collections.Concurrent;
using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Trace;

/// <summary>
/// Keeps what packages of one lot and way have in common for one second: a burst of scans asks once, and a hold is on
/// the page within that second. The state of a code is never kept.
/// </summary>
internal sealed class StoryCache(TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private const int Most = 2_000;

    private readonly ConcurrentDictionary<Key, (TraceStory Story, DateTimeOffset Until)> _stories = [];

    public async Task<TraceStory?> GetAsync(Key key, Func<Task<TraceStory?>> tell)
    {
        var now = clock.GetUtcNow();
        if (_stories.TryGetValue(key, out var kept) && now < kept.Until)
        {
            return kept.Story;
        }
        if (await tell() is not { } story)
        {
            return null;
        }
        if (_stories.Count >= Most)
        {
            _stories.Clear();
        }
        _stories[key] = (story, now + Life);
        return story;
    }

    /// <summary>A lot, and the way within it: empty for the lot as a whole.</summary>
    internal readonly record struct Key(Lgtin Lot, string Way);
}
