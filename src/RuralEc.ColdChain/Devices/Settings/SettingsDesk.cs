using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Devices.Settings;

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one revision.</param>
/// <param name="IntervalSeconds">Seconds between two samples, 10 to 86400. GB 31605 asks for at most 600 on the road.</param>
/// <param name="LowCelsius">Below it the device itself alarms, -100 to 150 °C; absent for no such limit.</param>
/// <param name="HighCelsius">Above it the device itself alarms; above <paramref name="LowCelsius"/>.</param>
public sealed record SetLoggerSettings(
    Guid Id,
    [Range(10, SetLoggerSettings.LongestInterval)] int IntervalSeconds,
    [Range(-100.0, 150.0)] double? LowCelsius = null,
    [Range(-100.0, 150.0)] double? HighCelsius = null
)
{
    internal const int LongestInterval = 86_400;
}

/// <param name="AnsweredAt">When the device answered; absent while it has not.</param>
/// <param name="AppliedIntervalSeconds">The interval at which it works since then; absent where it refused.</param>
/// <param name="Refusal">Why the device does not take it.</param>
public sealed record LoggerSettingsView(
    int Revision,
    int IntervalSeconds,
    double? LowCelsius,
    double? HighCelsius,
    DateTimeOffset SetAt,
    string SetBy,
    DateTimeOffset? AnsweredAt,
    int? AppliedIntervalSeconds,
    string? Refusal
);

/// <summary>Says how loggers are to work. The device is told, and its answer decides what counts.</summary>
public sealed class SettingsDesk(DbContext db, DeviceSettings told, TimeProvider clock)
{
    private const int Most = 100;

    public async Task<DeskAnswer> SetAsync(
        string device,
        SetLoggerSettings command,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var answer = await db.DecideAsync(() => AddAsync(device, command, by, ct));
        if (answer is DeskAnswer.Recorded)
        {
            told.Announce(device);
        }

        return answer;
    }

    /// <summary>Newest first, at most 100; null where the logger is not the caller's.</summary>
    public async Task<IReadOnlyList<LoggerSettingsView>?> ListAsync(
        string device,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await Reach.Of(by).Loggers(db).AnyAsync(l => l.Device == device, ct)
            ? await db.Set<LoggerSettings>()
                .Where(s => s.Device == device)
                .OrderByDescending(s => s.Revision)
                .Take(Most)
                .Select(s => new LoggerSettingsView(
                    s.Revision,
                    s.IntervalSeconds,
                    s.LowCelsius,
                    s.HighCelsius,
                    s.SetAt,
                    s.SetBy,
                    s.AnsweredAt,
                    s.AppliedIntervalSeconds,
                    s.Refusal
                ))
                .ToListAsync(ct)
            : null;

    private async Task<DeskAnswer> AddAsync(
        string device,
        SetLoggerSettings command,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (!await Reach.Of(by).OwnLoggers(db).AnyAsync(l => l.Device == device && l.RevokedAt == null, ct))
        {
            return new DeskAnswer.NotFound(LoggerRegister.NoLogger, "/device");
        }

        if (command.LowCelsius >= command.HighCelsius)
        {
            return new DeskAnswer.Forbidden(
                "limits-crossed",
                "The low limit is not below the high one",
                "下限必须低于上限。",
                "/lowCelsius"
            );
        }

        if (await db.Set<LoggerSettings>().FirstOrDefaultAsync(s => s.Id == command.Id, ct) is { } known)
        {
            return
                known.Device == device
                && known.IntervalSeconds == command.IntervalSeconds
                && known.LowCelsius == command.LowCelsius
                && known.HighCelsius == command.HighCelsius
                ? new DeskAnswer.AlreadyRecorded(known.Id)
                : new DeskAnswer.IdTaken();
        }

        var last = await db.Set<LoggerSettings>().Where(s => s.Device == device).MaxAsync(s => (int?)s.Revision, ct);
        db.Add(
            new LoggerSettings
            {
                Id = command.Id,
                Device = device,
                Revision = (last ?? 0) + 1,
                IntervalSeconds = command.IntervalSeconds,
                LowCelsius = command.LowCelsius,
                HighCelsius = command.HighCelsius,
                SetAt = Moments.Kept(clock.GetUtcNow()),
                SetBy = Reach.NameOf(by),
            }
        );
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.Recorded(command.Id);
    }
}
