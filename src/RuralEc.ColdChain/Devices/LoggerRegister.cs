using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;

namespace RuralEc.ColdChain.Devices;

/// <summary>Registers data loggers, gives them secrets and withdraws them.</summary>
public sealed class LoggerRegister(DbContext db, DeviceKeys keys, CommittedFeed feed, TimeProvider clock)
{
    internal const string NoLogger = "没有这个记录仪，或它不属于您的单位。";

    /// <returns><see cref="DeskAnswer.SecretGiven"/> the first time; a repetition cannot show the secret again.</returns>
    public Task<DeskAnswer> RegisterAsync(RegisterLogger command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => AddAsync(command, by, ct));

    /// <summary>Gives a new secret; the old one ends at once, and with it the connection.</summary>
    public Task<DeskAnswer> RotateAsync(string device, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => RenewAsync(device, by, ct));

    /// <summary>Ends a logger for good: it may not sign in again, and where it is mounted it is unmounted.</summary>
    public Task<DeskAnswer> RevokeAsync(string device, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => WithdrawAsync(device, by, ct));

    private async Task<DeskAnswer> AddAsync(RegisterLogger command, ClaimsPrincipal by, CancellationToken ct)
    {
        if (Reach.Of(by).PartyGln is not { } party)
        {
            return new DeskAnswer.Forbidden("no-party", "No party", "您的账号没有所属单位。", "");
        }

        var model = command.Model.Trim();
        if (
            await db.Set<DataLogger>().FirstOrDefaultAsync(l => l.Id == command.Id || l.Device == command.Device, ct) is
            { } known
        )
        {
            var same =
                known.Id == command.Id
                && known.Device == command.Device
                && known.PartyGln == party
                && known.Model == model
                && known.IntervalSeconds == command.IntervalSeconds
                && known.CalibrationDueOn == command.CalibrationDueOn
                && known.OffsetKelvin == command.OffsetKelvin
                && known.CalibrationCertificate == command.CalibrationCertificate?.Trim();
            return same ? new DeskAnswer.AlreadyRecorded(known.Id)
                : known.Id == command.Id ? new DeskAnswer.IdTaken()
                : new DeskAnswer.Forbidden(
                    "device-taken",
                    "Device id already used",
                    "这个设备编号已被登记。",
                    "/device"
                );
        }

        var secret = DeviceSecret.New();
        db.Add(
            new DataLogger
            {
                Device = command.Device,
                Id = command.Id,
                PartyGln = party,
                SecretHash = DeviceSecret.HashOf(secret),
                Model = model,
                IntervalSeconds = command.IntervalSeconds,
                CalibrationDueOn = command.CalibrationDueOn,
                OffsetKelvin = command.OffsetKelvin,
                CalibrationCertificate = command.CalibrationCertificate?.Trim(),
                RegisteredAt = Moments.Kept(clock.GetUtcNow()),
            }
        );
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.SecretGiven(command.Device, secret);
    }

    private async Task<DeskAnswer> RenewAsync(string device, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await OwnAsync(device, by, ct) is not { RevokedAt: null } logger)
        {
            return new DeskAnswer.NotFound(NoLogger, "/device");
        }

        var secret = DeviceSecret.New();
        logger.SecretHash = DeviceSecret.HashOf(secret);
        logger.Version++;
        await db.SaveChangesAsync(ct);
        keys.Withdraw(device);
        return new DeskAnswer.SecretGiven(device, secret);
    }

    private async Task<DeskAnswer> WithdrawAsync(string device, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await OwnAsync(device, by, ct) is not { } logger)
        {
            return new DeskAnswer.NotFound(NoLogger, "/device");
        }

        if (logger.RevokedAt is not null)
        {
            return new DeskAnswer.AlreadyRecorded(logger.Id);
        }

        var now = Moments.Kept(clock.GetUtcNow());
        logger.RevokedAt = now;
        logger.Version++;
        foreach (
            var mounting in await db.Set<Mounting>()
                .AsTracking()
                .Where(m => m.Device == device && m.To == null)
                .ToListAsync(ct)
        )
        {
            mounting.End(mounting.From < now ? now : mounting.From.AddMilliseconds(1));
        }

        await db.SaveChangesAsync(ct);
        keys.Withdraw(device);
        feed.Revisit(device, now);
        return new DeskAnswer.Recorded(logger.Id);
    }

    private Task<DataLogger?> OwnAsync(string device, ClaimsPrincipal by, CancellationToken ct) =>
        Reach.Of(by).OwnLoggers(db).AsTracking().FirstOrDefaultAsync(l => l.Device == device, ct);
}
