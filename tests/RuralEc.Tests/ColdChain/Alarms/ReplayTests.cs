using CsCheck;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Rules;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

/// <summary>
/// Readings that come in any order, in any packs and more than once leave the same alarms as when they came in order:
/// each pack is judged over a stretch only, as the server does it.
/// </summary>
public class ReplayTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(15);
    private static readonly string[] Loggers = ["A", "B"];

    private static readonly TemperatureLimit[] Limits =
    [
        new(Severity.Warning, LimitSide.Above, 8, TimeSpan.FromMinutes(10)),
        new(Severity.Excursion, LimitSide.Above, 10, TimeSpan.FromMinutes(30)),
        new(Severity.Critical, LimitSide.Above, 13, TimeSpan.Zero),
        new(Severity.Excursion, LimitSide.Below, 1, TimeSpan.FromMinutes(20)),
    ];

    // A walk, not noise: temperatures stay beyond a limit for a while, as they do in a room.
    private static readonly Gen<(string Device, TemperatureSample Sample)[]> Readings = Gen.Select(
            Gen.Double[-1.5, 1.5].Array[20, 120],
            Gen.Double[3, 11],
            Gen.OneOfConst(0, 1)
        )
        .Select(
            (steps, first, device) =>
            {
                var celsius = first;
                return steps
                    .Select(
                        (step, i) =>
                        {
                            celsius = Math.Clamp(celsius + step, -3, 15);
                            return (
                                Loggers[(device + (i % 7 == 0 ? 1 : 0)) % 2],
                                new TemperatureSample(Start.AddMinutes(i * 5), Math.Round(celsius, 1))
                            );
                        }
                    )
                    .ToArray();
            }
        );

    [Fact]
    public void Any_order_any_packs_and_any_repetition_give_the_same_alarms() =>
        Gen.Select(Readings, Gen.Int[0, 100_000], Gen.Int[1, 25], Gen.Int[0, 40])
            .Sample(
                (readings, seed, pack, repeated) =>
                {
                    (string, TemperatureSample)[] arriving = [.. readings, .. readings.Take(repeated)];
                    new Random(seed).Shuffle(arriving);

                    Assert.Equal(Judged(readings.Chunk(readings.Length)), Judged(arriving.Chunk(pack)));
                },
                iter: 3000
            );

    private static List<string> Judged(IEnumerable<(string Device, TemperatureSample Sample)[]> packs)
    {
        var stored = new List<(string Device, TemperatureSample Sample)>();
        var known = new List<Episode>();
        foreach (var pack in packs)
        {
            stored.AddRange(pack);
            var from = Reconciliation.Begin(
                pack.Min(r => r.Sample.At) - Reconciliation.LookBack(Limits, LongestGap),
                known
            );
            var episodes = Episode.Of(
                stored
                    .Where(r => r.Sample.At >= from)
                    .GroupBy(r => r.Device)
                    .SelectMany(l =>
                        Limits.SelectMany(limit =>
                            BreachDetector.Over(l.Key, l.Select(r => r.Sample), limit, LongestGap)
                        )
                    )
            );
            foreach (var side in Enum.GetValues<LimitSide>())
            {
                var pairs = Reconciliation.Of(
                    known.Where(k => k.Side == side && k.OnsetAt >= from),
                    episodes.Where(e => e.Side == side)
                );
                foreach (var (alarm, episode) in pairs)
                {
                    known.RemoveAll(k => k == alarm);
                    known.AddRange(episode is null ? [] : [episode]);
                }
            }
        }

        return
        [
            .. known
                .OrderBy(e => e.OnsetAt)
                .ThenBy(e => e.Side)
                .Select(e =>
                    $"{e.Side} {e.Device} {e.OnsetAt:O} {e.ClearedAt:O} {e.Peak} {e.PeakAt:O} {string.Join(';', e.Steps)}"
                ),
        ];
    }
}
