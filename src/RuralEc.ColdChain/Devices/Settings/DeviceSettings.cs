using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RuralEc.ColdChain.Devices.Settings;

/// <summary>What devices are to do, for the door that tells them, and what they answer.</summary>
public sealed class DeviceSettings(IServiceScopeFactory scopes, CommittedFeed feed)
{
    /// <summary>Something new is wanted of a device.</summary>
    public event EventHandler<string>? Changed;

    internal void Announce(string device) => Changed?.Invoke(this, device);

    /// <summary>The newest settings of a device; null where nobody set any.</summary>
    public async Task<WantedSettings?> WantedAsync(string device, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<DbContext>()
            .Set<LoggerSettings>()
            .Where(s => s.Device == device)
            .OrderByDescending(s => s.Revision)
            .Select(s => new WantedSettings(s.Revision, s.IntervalSeconds, s.LowCelsius, s.HighCelsius))
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>
    /// Keeps a device's answer. From now on its interval is the one it works at; what it measured before is judged by
    /// the one before.
    /// </summary>
    /// <returns>The refusal of an answer to settings that nobody set; null once it is stored.</returns>
    public async Task<Refusal?> KeepAsync(string device, SettingsReport report, DateTimeOffset at, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbContext>();
        var settings = await db.Set<LoggerSettings>()
            .AsTracking()
            .SingleOrDefaultAsync(s => s.Device == device && s.Revision == report.Revision, ct);
        var logger = await db.Set<DataLogger>().AsTracking().SingleOrDefaultAsync(l => l.Device == device, ct);
        if (settings is null || logger is null)
        {
            return new(RefusalKind.NotReadings, $"/ver: there are no settings {report.Revision} of this device.");
        }

        int? applied = report.Ok == 1 ? report.Interval ?? settings.IntervalSeconds : null;
        if (settings.AnsweredAt is not null && settings.AppliedIntervalSeconds == applied)
        {
            // Said before: the first answer stands, so that a repetition moves no past.
            return null;
        }

        var newest = !await db.Set<LoggerSettings>()
            .AnyAsync(s => s.Device == device && s.Revision > report.Revision && s.AppliedIntervalSeconds != null, ct);
        settings.AnsweredAt = Moments.Kept(at);
        settings.AppliedIntervalSeconds = applied;
        settings.IntervalSecondsBefore = logger.IntervalSeconds;
        settings.Refusal = report.Ok == 1 ? null : report.Why ?? "";
        if (applied is { } seconds && newest)
        {
            logger.IntervalSeconds = seconds;
            logger.Version++;
        }

        await db.SaveChangesAsync(ct);
        feed.Revisit(device, Moments.Kept(at));
        return null;
    }
}
