using System.Collections.Concurrent;
using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Trace;

/// <summary>
/// Keeps what packages of one lot and way have in common for one second: a burst of scans asks once, and a hold is on
/// the page within that second. One of them tells anew a little before its end, so that the others do not wait for it.
/// The state of a code is never kept.
/// </summary>
internal sealed class StoryCache(TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private const int Most = 2_000;

    private static readonly TimeSpan Fresh = 0.8 * Life;

    private readonly ConcurrentDictionary<Key, Kept> _stories = [];

    public async Task<TraceStory?> GetAsync(Key key, Func<Task<TraceStory?>> tell)
    {
        var now = clock.GetUtcNow();
        if (_stories.TryGetValue(key, out var kept) && now < kept.At + Life && (now < kept.At + Fresh || !kept.Claim()))
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
        _stories[key] = new(story, now);
        return story;
    }

    /// <summary>As it was told at a time.</summary>
    private sealed class Kept(TraceStory story, DateTimeOffset at)
    {
        private int _claimed;

        public TraceStory Story => story;

        public DateTimeOffset At => at;

        /// <summary>True for the one who is to tell it anew.</summary>
        public bool Claim() => Interlocked.Exchange(ref _claimed, 1) == 0;
    }

    /// <summary>A lot, and the way within it: empty for the lot as a whole.</summary>
    internal readonly record struct Key(Lgtin Lot, string Way);
}
