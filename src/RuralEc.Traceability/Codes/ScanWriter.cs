using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>Writes the counted scans, many in one transaction.</summary>
internal sealed partial class ScanWriter(ScanCounter counter, IServiceScopeFactory scopes, ILogger<ScanWriter> log)
    : BackgroundService
{
    private const int MostInOneGo = 2_000;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    // Long enough to gather a burst into one commit, short enough to be shown on the next scan.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var gathered = new Dictionary<(Gtin, SerialNumber, DateOnly, int), (int Count, DateTimeOffset First)>();
        try
        {
            while (await counter.Waiting.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Gathering, stoppingToken);
                Gather(gathered);
                while (!await TryWriteAsync(gathered, stoppingToken))
                {
                    await Task.Delay(AfterFailure, stoppingToken);
                }
                gathered.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Gather(gathered);
            await TryWriteAsync(gathered, CancellationToken.None);
        }
    }

    private void Gather(Dictionary<(Gtin, SerialNumber, DateOnly, int), (int Count, DateTimeOffset First)> gathered)
    {
        for (var taken = 0; taken < MostInOneGo && counter.Waiting.TryRead(out var scan); taken++)
        {
            var local = scan.At.ToOffset(China);
            var key = (
                scan.Gtin,
                scan.Serial,
                DateOnly.FromDateTime(local.DateTime),
                (int)local.TimeOfDay.TotalMinutes
            );
            var (count, first) = gathered.GetValueOrDefault(key, (0, scan.At));
            gathered[key] = (count + 1, first < scan.At ? first : scan.At);
        }
    }

    private async Task<bool> TryWriteAsync(
        Dictionary<(Gtin, SerialNumber, DateOnly, int), (int Count, DateTimeOffset First)> gathered,
        CancellationToken ct
    )
    {
        if (gathered.Count == 0)
        {
            return true;
        }
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var ((gtin, serial, day, minute), (count, first)) in gathered)
            {
                await WriteAsync(db, new(gtin, serial), day, minute, count, EventTimes.ToMilliseconds(first), ct);
            }
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        }
        catch (Exception failed) when (failed is DbUpdateException or System.Data.Common.DbException)
        {
            ScansNotWritten(log, failed, gathered.Count);
            return false;
        }
    }

    private static async Task WriteAsync(
        DbContext db,
        Sgtin code,
        DateOnly day,
        int minute,
        int count,
        DateTimeOffset first,
        CancellationToken ct
    )
    {
        var (gtin, serial) = code;
        var added = await db.Set<CodeScans>()
            .Where(s => s.Gtin == gtin && s.Serial == serial && s.Day == day && s.Minute == minute)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Count, s => s.Count + count), ct);
        if (added == 0)
        {
            db.Add(
                new CodeScans
                {
                    Gtin = gtin,
                    Serial = serial,
                    Day = day,
                    Minute = minute,
                    Count = count,
                }
            );
        }
        await db.Set<TraceCode>()
            .Where(c => c.Gtin == gtin && c.Serial == serial)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(c => c.ScanCount, c => c.ScanCount + count)
                        .SetProperty(c => c.FirstScanAt, c => c.FirstScanAt ?? first),
                ct
            );
    }

    [LoggerMessage(
        EventId = 1001,
        Level = LogLevel.Warning,
        Message = "Scan counts of {Codes} codes could not be written; trying again"
    )]
    private static partial void ScansNotWritten(ILogger log, Exception reason, int codes);
}
