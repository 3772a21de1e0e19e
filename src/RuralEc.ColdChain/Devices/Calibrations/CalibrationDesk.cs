using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Devices.Calibrations;

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one calibration.</param>
/// <param name="CalibratedAt">What was measured from then on is read with the offset.</param>
/// <param name="OffsetKelvin">K to add to what it measures, -10 to 10.</param>
/// <param name="Certificate">Number of the certificate and who issued it.</param>
/// <param name="DueOn">When it has to be calibrated next; after the day of the calibration.</param>
public sealed record CalibrateLogger(
    Guid Id,
    DateTimeOffset CalibratedAt,
    [Range(-10.0, 10.0)] double OffsetKelvin,
    [PlainText(CalibrateLogger.CertificateLength)] string Certificate,
    DateOnly? DueOn = null
)
{
    internal const int CertificateLength = 100;
}

/// <param name="CalibratedAt">Absent for the one a logger was registered with.</param>
/// <param name="RecordedBy">Absent for the one a logger was registered with.</param>
public sealed record CalibrationView(
    DateTimeOffset? CalibratedAt,
    double OffsetKelvin,
    string? Certificate,
    DateOnly? DueOn,
    DateTimeOffset RecordedAt,
    string? RecordedBy
);

/// <summary>Records calibrations of loggers; what was measured since is judged again.</summary>
public sealed class CalibrationDesk(DbContext db, CommittedFeed feed, TimeProvider clock)
{
    public async Task<DeskAnswer> CalibrateAsync(
        string device,
        CalibrateLogger command,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var answer = await db.DecideAsync(() => AddAsync(device, command, by, ct));
        if (answer is DeskAnswer.Recorded)
        {
            feed.Revisit(device, command.CalibratedAt);
        }

        return answer;
    }

    /// <summary>Newest first, down to the one of the registration; null where the logger is not the caller's.</summary>
    public async Task<IReadOnlyList<CalibrationView>?> ListAsync(
        string device,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (await Reach.Of(by).Loggers(db).FirstOrDefaultAsync(l => l.Device == device, ct) is not { } logger)
        {
            return null;
        }

        var later = await db.Set<LoggerCalibration>()
            .Where(c => c.Device == device)
            .OrderByDescending(c => c.CalibratedAt)
            .ThenByDescending(c => c.RecordedAt)
            .Select(c => new CalibrationView(
                c.CalibratedAt,
                c.OffsetKelvin,
                c.Certificate,
                c.DueOn,
                c.RecordedAt,
                c.RecordedBy
            ))
            .ToListAsync(ct);
        return
        [
            .. later,
            new(
                null,
                logger.OffsetKelvin,
                logger.CalibrationCertificate,
                logger.CalibrationDueOn,
                logger.RegisteredAt,
                null
            ),
        ];
    }

    private async Task<DeskAnswer> AddAsync(
        string device,
        CalibrateLogger command,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (!await Reach.Of(by).OwnLoggers(db).AnyAsync(l => l.Device == device && l.RevokedAt == null, ct))
        {
            return new DeskAnswer.NotFound(LoggerRegister.NoLogger, "/device");
        }

        var now = clock.GetUtcNow();
        if (Moments.Check(command.CalibratedAt, now, "/calibratedAt") is { } refused)
        {
            return refused;
        }

        if (command.DueOn <= Moments.ChinaDay(command.CalibratedAt))
        {
            return new DeskAnswer.Forbidden(
                "due-before-calibration",
                "Due before it was calibrated",
                "到期日必须晚于校准日。",
                "/dueOn"
            );
        }

        var calibration = new LoggerCalibration
        {
            Id = command.Id,
            Device = device,
            CalibratedAt = Moments.Kept(command.CalibratedAt),
            OffsetKelvin = command.OffsetKelvin,
            Certificate = command.Certificate.Trim(),
            DueOn = command.DueOn,
            RecordedAt = Moments.Kept(now),
            RecordedBy = Reach.NameOf(by),
        };
        if (await db.Set<LoggerCalibration>().FirstOrDefaultAsync(c => c.Id == command.Id, ct) is { } known)
        {
            return
                known.Device == device
                && known.CalibratedAt == calibration.CalibratedAt
                && known.OffsetKelvin == calibration.OffsetKelvin
                && known.Certificate == calibration.Certificate
                && known.DueOn == calibration.DueOn
                ? new DeskAnswer.AlreadyRecorded(known.Id)
                : new DeskAnswer.IdTaken();
        }

        db.Add(calibration);
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.Recorded(command.Id);
    }
}
