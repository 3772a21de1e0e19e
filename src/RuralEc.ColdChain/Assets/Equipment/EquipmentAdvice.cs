using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Assets.Equipment;

/// <summary>What somebody should look at, the most pressing first.</summary>
public enum EquipmentTrouble
{
    /// <summary>Half of the last day was above its own limit: it does not get there.</summary>
    TooWarm,

    /// <summary>It gets warmer or colder from day to day.</summary>
    Drifts,

    /// <summary>Its compressor starts too often.</summary>
    ShortCycles,

    /// <summary>Its door stood open for more than a twentieth of the last day.</summary>
    DoorOpen,

    /// <summary>Two loggers in it say different things for a day.</summary>
    LoggersDisagree,
}

/// <param name="MedianCelsius">Of the last day, of its warmest logger; null without readings.</param>
/// <param name="DriftKelvinADay">Over at most 14 days; null where there are too few.</param>
/// <param name="CyclesAnHour">Over the last day; null where samples are too far apart to tell.</param>
/// <param name="DoorMinutes">Over the last day; null where no door reports.</param>
/// <param name="DisagreementKelvin">Between its warmest and its coldest logger; null with fewer than two.</param>
public sealed record EquipmentState(
    Guid AssetId,
    string AssetName,
    AssetKind AssetKind,
    Gln PartyGln,
    double? MaxCelsius,
    double? MedianCelsius,
    double? DriftKelvinADay,
    double? CyclesAnHour,
    double? DoorMinutes,
    double? DisagreementKelvin,
    IReadOnlyList<EquipmentTrouble> Troubles
);

/// <summary>Says which cold rooms, cabinets and trucks want a technician, from their temperatures alone.</summary>
public sealed class EquipmentAdvice(DbContext db, IReadingStore store, TimeProvider clock)
{
    /// <summary>Assets that are looked at.</summary>
    public const int Most = 200;

    /// <summary>Days over which a drift is sought.</summary>
    public const int Days = 14;

    private const int MostReadings = 20_000;

    /// <summary>Those within reach that have a logger, the most pressing first.</summary>
    public async Task<IReadOnlyList<EquipmentState>> OfAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var mounted = await Reach
            .Of(by)
            .Assets(db)
            .Join(
                db.Set<Mounting>().Where(m => m.To == null),
                a => a.Id,
                m => m.AssetId,
                (a, m) => new { Asset = a, m }
            )
            .Join(
                db.Set<DataLogger>(),
                x => x.m.Device,
                l => l.Device,
                (x, l) =>
                    new
                    {
                        x.Asset,
                        x.m.From,
                        Logger = l,
                    }
            )
            .ToListAsync(ct);
        var calibrations = await CalibrationHistory.OfAsync(
            db,
            [.. mounted.Select(m => m.Logger).DistinctBy(l => l.Device)],
            ct
        );
        var states = new List<EquipmentState>();
        foreach (var asset in mounted.GroupBy(m => m.Asset.Id).OrderBy(g => g.Key).Take(Most))
        {
            var days = new List<LoggerDay>();
            foreach (var logger in asset)
            {
                days.Add(await LookAsync(logger.Logger, logger.From, calibrations, now, ct));
            }

            states.Add(StateOf(asset.First().Asset, days));
        }

        return
        [
            .. states
                .OrderBy(s => s.Troubles.Count > 0 ? (int)s.Troubles[0] : int.MaxValue)
                .ThenBy(s => s.AssetName, StringComparer.Ordinal),
        ];
    }

    private async Task<LoggerDay> LookAsync(
        DataLogger logger,
        DateTimeOffset mountedAt,
        CalibrationHistory calibrations,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var dayAgo = Moments.Later(now.AddDays(-1), mountedAt);
        var readings = await store.RangeAsync(logger.Device, Quantities.Temperature, dayAgo, now, MostReadings, ct);
        TemperatureSample[] samples =
        [
            .. readings.Select(r => new TemperatureSample(r.MeasuredAt, calibrations.Celsius(r))),
        ];
        var doors = await store.RangeAsync(logger.Device, Quantities.Door, dayAgo, now, MostReadings, ct);
        var hours = await store.RollupsAsync(
            logger.Device,
            Quantities.Temperature,
            Moments.Later(now.AddDays(-Days), mountedAt),
            now,
            ct
        );
        return new(
            samples.Length > 0 ? EquipmentRules.Median([.. samples.Select(s => s.Celsius)]) : null,
            EquipmentRules.CyclesAnHour(samples, TimeSpan.FromSeconds(logger.IntervalSeconds)),
            doors.Count > 0
                ? DoorOpenings
                    .Of(doors, TimeSpan.FromSeconds(logger.IntervalSeconds))
                    .Sum(w => (w.To - w.From).TotalMinutes)
                : null,
            EquipmentRules.DriftKelvinADay([
                .. hours
                    .GroupBy(h => Moments.ChinaDay(h.From))
                    .Select(day =>
                        (
                            day.Key,
                            EquipmentRules.Median([
                                .. day.Select(h =>
                                    (h.Sum / h.Count) + calibrations.At(logger.Device, h.From).OffsetKelvin
                                ),
                            ])
                        )
                    ),
            ]),
            hours.Count > 0 ? (hours[^1].From - hours[0].From).TotalDays : 0
        );
    }

    private static EquipmentState StateOf(Asset asset, IReadOnlyList<LoggerDay> loggers)
    {
        var medians = loggers.Select(l => l.MedianCelsius).OfType<double>().ToList();
        var drifting = loggers.Where(l => l.DriftKelvinADay is not null).MaxBy(l => Math.Abs(l.DriftKelvinADay!.Value));
        var state = new EquipmentState(
            asset.Id,
            asset.Name,
            asset.Kind,
            asset.PartyGln,
            asset.MaxCelsius,
            medians.Count > 0 ? medians.Max() : null,
            drifting?.DriftKelvinADay,
            loggers.Max(l => l.CyclesAnHour),
            loggers.Max(l => l.DoorMinutes),
            medians.Count > 1 ? medians.Max() - medians.Min() : null,
            []
        );
        return state with { Troubles = [.. TroublesOf(state, drifting?.Days ?? 0)] };
    }

    private static IEnumerable<EquipmentTrouble> TroublesOf(EquipmentState state, double days)
    {
        if (state.MedianCelsius > state.MaxCelsius)
        {
            yield return EquipmentTrouble.TooWarm;
        }

        if (Math.Abs(state.DriftKelvinADay ?? 0) * days >= EquipmentRules.LeastDriftKelvin)
        {
            yield return EquipmentTrouble.Drifts;
        }

        if (state.CyclesAnHour > EquipmentRules.MostCyclesAnHour)
        {
            yield return EquipmentTrouble.ShortCycles;
        }

        if (state.DoorMinutes > EquipmentRules.MostDoorShare * 24 * 60)
        {
            yield return EquipmentTrouble.DoorOpen;
        }

        if (state.DisagreementKelvin >= EquipmentRules.LeastDisagreementKelvin)
        {
            yield return EquipmentTrouble.LoggersDisagree;
        }
    }

    /// <param name="Days">From the first to the last hour of which something is known.</param>
    private sealed record LoggerDay(
        double? MedianCelsius,
        double? CyclesAnHour,
        double? DoorMinutes,
        double? DriftKelvinADay,
        double Days
    );
}
