using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Devices;

/// <summary>The loggers that a person may see, with where they are and what they said last.</summary>
public sealed class LoggerQuery(DbContext db, IReadingStore store, TimeProvider clock)
{
    /// <summary>Loggers of one page.</summary>
    public const int Most = 200;

    /// <param name="after">The last device id of the page before.</param>
    public Task<IReadOnlyList<LoggerView>> ListAsync(ClaimsPrincipal by, string? after, CancellationToken ct) =>
        ViewAsync(
            Reach
                .Of(by)
                .Loggers(db)
                .Where(l => after == null || l.Device.CompareTo(after) > 0)
                .OrderBy(l => l.Device)
                .Take(Most),
            ct
        );

    public async Task<LoggerView?> FindAsync(string device, ClaimsPrincipal by, CancellationToken ct) =>
        await ViewAsync(Reach.Of(by).Loggers(db).Where(l => l.Device == device), ct) is [var logger] ? logger : null;

    /// <summary>Readings of a logger as measured, without its calibration offset; null where it is not the caller's.</summary>
    public async Task<IReadOnlyList<Reading>?> ReadingsAsync(
        string device,
        string? quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        int take,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await Reach.Of(by).Loggers(db).AnyAsync(l => l.Device == device, ct)
            ? await store.RangeAsync(device, quantity, from, to, take, ct)
            : null;

    /// <summary>The calibrations of a logger. The caller decides whose.</summary>
    public async Task<CalibrationHistory> CalibrationsAsync(string device, CancellationToken ct) =>
        await CalibrationHistory.OfAsync(
            db,
            await db.Set<DataLogger>().Where(l => l.Device == device).ToListAsync(ct),
            ct
        );

    /// <summary>
    /// A quantity by hour or day, as measured, without the calibration offset: those that overlap the window, each as a
    /// whole. Null where the logger is not the caller's.
    /// </summary>
    internal async Task<IReadOnlyList<RollupView>?> RollupsAsync(
        string device,
        string quantity,
        RollupStep step,
        TimeWindow window,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (await Reach.Of(by).Loggers(db).FirstOrDefaultAsync(l => l.Device == device, ct) is not { } logger)
        {
            return null;
        }

        var interval = TimeSpan.FromSeconds(logger.IntervalSeconds);
        var from = RollupView.StartOf(window.From, step);
        var end = RollupView.EndOf(window.To, step);
        // The reading before the window may speak for its beginning.
        var hours = await store.RollupsAsync(device, quantity, from - interval - TimeSpan.FromHours(1), end, ct);
        return [.. RollupView.Of(hours, step, interval).SkipWhile(r => r.From < from)];
    }

    /// <summary>What the logger sent and could not be taken, newest first; null where it is not the caller's.</summary>
    public async Task<IReadOnlyList<DeadLetter>?> DeadLettersAsync(
        string device,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await Reach.Of(by).Loggers(db).AnyAsync(l => l.Device == device, ct)
            ? await store.DeadLettersAsync(device, Most, ct)
            : null;

    private async Task<IReadOnlyList<LoggerView>> ViewAsync(IQueryable<DataLogger> which, CancellationToken ct)
    {
        var loggers = await which.ToListAsync(ct);
        string[] devices = [.. loggers.Select(l => l.Device)];
        var mounted = await db.Set<Mounting>()
            .Where(m => devices.Contains(m.Device) && m.To == null)
            .Join(
                db.Set<Asset>(),
                m => m.AssetId,
                a => a.Id,
                (m, a) =>
                    new
                    {
                        m.Device,
                        a.Id,
                        a.Name,
                    }
            )
            .ToDictionaryAsync(m => m.Device, ct);
        var now = clock.GetUtcNow();
        var calibrations = await CalibrationHistory.OfAsync(db, loggers, ct);
        var last = await store.LastAsync(devices, Quantities.Temperature, now + Reading.ClockTolerance, ct);
        return
        [
            .. loggers.Select(l =>
            {
                Reading? reading = last.TryGetValue(l.Device, out var known) ? known : null;
                var asset = mounted.GetValueOrDefault(l.Device);
                var calibration = calibrations.At(l.Device, now);
                return new LoggerView(
                    l.Device,
                    l.PartyGln,
                    l.Model,
                    l.IntervalSeconds,
                    calibration.DueOn,
                    calibration.OffsetKelvin,
                    l.RegisteredAt,
                    l.RevokedAt,
                    l.Firmware,
                    l.BornAt,
                    l.DiedAt,
                    asset?.Id,
                    asset?.Name,
                    reading is { } newest ? calibrations.Celsius(newest) : null,
                    reading?.MeasuredAt,
                    reading?.ReceivedAt
                );
            }),
        ];
    }
}

/// <param name="CalibrationDueOn">Of the calibration that counts now, as <paramref name="OffsetKelvin"/>.</param>
/// <param name="Celsius">The newest temperature, °C, calibrated.</param>
public sealed record LoggerView(
    string Device,
    Gln PartyGln,
    string Model,
    int IntervalSeconds,
    DateOnly? CalibrationDueOn,
    double OffsetKelvin,
    DateTimeOffset RegisteredAt,
    DateTimeOffset? RevokedAt,
    string? Firmware,
    DateTimeOffset? BornAt,
    DateTimeOffset? DiedAt,
    Guid? AssetId,
    string? AssetName,
    double? Celsius,
    DateTimeOffset? MeasuredAt,
    DateTimeOffset? ReceivedAt
);
