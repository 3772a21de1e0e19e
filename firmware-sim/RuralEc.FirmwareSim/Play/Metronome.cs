using System.Collections.Concurrent;

namespace RuralEc.FirmwareSim.Play;

/// <summary>
/// Wakes every logger at its next simulated second: one queue and one wait for the whole fleet. Players are stepped one
/// after the other, never two at once.
/// </summary>
internal sealed class Metronome(SimulatedClock clock) : IDisposable
{
    // A shorter wait would spin.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly PriorityQueue<LoggerPlayer, double> _due = new();
    private readonly ConcurrentQueue<LoggerPlayer> _called = [];
    private readonly SemaphoreSlim _call = new(0);

    /// <summary>Asks for a step as soon as possible; any thread may ask.</summary>
    public void Wake(LoggerPlayer player)
    {
        _called.Enqueue(player);
        if (_call.CurrentCount == 0)
        {
            _call.Release();
        }
    }

    /// <summary>Steps the players until a condition is met.</summary>
    public async Task RunAsync(IEnumerable<LoggerPlayer> players, Func<bool> isOver, CancellationToken ct)
    {
        foreach (var player in players)
        {
            Step(player);
        }

        while (!isOver())
        {
            ct.ThrowIfCancellationRequested();
            var (calls, second) = (_called.Count, clock.Second);
            for (; calls > 0 && _called.TryDequeue(out var called); calls--)
            {
                Step(called);
            }

            while (_due.TryPeek(out var player, out var at) && at <= second)
            {
                _due.Dequeue();
                // Who was called in between has another time now.
                if (player.Due == at)
                {
                    Step(player);
                }
            }

            if (_called.IsEmpty)
            {
                var wait = _due.TryPeek(out _, out var next) ? clock.Until(next) : clock.Until(double.PositiveInfinity);
                await _call.WaitAsync(wait > Shortest ? wait : Shortest, ct);
            }
        }
    }

    public void Dispose() => _call.Dispose();

    private void Step(LoggerPlayer player)
    {
        player.Due = player.Step();
        if (!double.IsPositiveInfinity(player.Due))
        {
            _due.Enqueue(player, player.Due);
        }
    }
}
