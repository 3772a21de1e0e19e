using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>The public facts of a scanned code. Anyone may ask; there is nothing here that is not on the package.</summary>
public sealed class CodeLookup(DbContext db)
{
    /// <summary>The code of a product and serial, in any case of letters, or <c>null</c> when none was issued.</summary>
    public Task<CodeFacts?> FindAsync(Gtin gtin, SerialNumber serial, CancellationToken ct)
    {
        var stored = TraceCodeText.NormalSerial(serial.ToString()) is { } normal ? SerialNumber.Parse(normal) : serial;
        return Facts(db.Set<TraceCode>().Where(c => c.Gtin == gtin && c.Serial == stored)).SingleOrDefaultAsync(ct);
    }

    /// <summary>
    /// The code of <c>/t/{code}</c> as scanned or typed. <c>null</c> when none was issued; ask
    /// <see cref="TraceCodeText.TryReadShort"/> whether it is a code at all.
    /// </summary>
    public async Task<CodeFacts?> FindShortAsync(string typed, CancellationToken ct)
    {
        if (!TraceCodeText.TryReadShort(typed, out var serial))
        {
            return null;
        }
        var code = TraceCodeText.ShortOf(serial);
        return await Facts(db.Set<TraceCode>().Where(c => c.ShortCode == code)).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<CodeFacts> Facts(IQueryable<TraceCode> codes) =>
        codes.Select(c => new CodeFacts(
            c.Gtin,
            c.Serial,
            c.BatchNumber,
            c.ShortCode,
            c.Sscc,
            c.State,
            c.StateAt,
            c.IssuedAt,
            c.ActivatedAt,
            c.ScanCount,
            c.FirstScanAt
        ));
}

/// <summary>What the world may know of one code. Scans are counted up to some seconds ago.</summary>
public sealed record CodeFacts(
    Gtin Gtin,
    SerialNumber Serial,
    BatchNumber Lot,
    string ShortCode,
    Sscc? Sscc,
    TraceCodeState State,
    DateTimeOffset StateAt,
    DateTimeOffset IssuedAt,
    DateTimeOffset? ActivatedAt,
    int ScanCount,
    DateTimeOffset? FirstScanAt
);
