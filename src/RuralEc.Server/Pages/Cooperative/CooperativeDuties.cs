using System.Security.Claims;
using RuralEc.Server.Pages.Forms;
using RuralEc.Traceability.Certificates;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Reference;

namespace RuralEc.Server.Pages.Cooperative;

/// <summary>What a co-operative has to do next: cool what was picked, certify what was packed.</summary>
internal sealed class CooperativeDuties(LotQuery lots, CertificateQuery certificates, TimeProvider clock)
{
    // Litchi goes brown when it waits longer (domain: harvest to pre-cooling at most six hours).
    private const double HoursToPrecooling = 6;

    // Older lots were cooled elsewhere or are not going to be.
    private const int DaysLookedBack = 3;

    /// <summary>The duties of the lots given, the most urgent first.</summary>
    public async Task<IReadOnlyList<Duty>> OfAsync(
        ClaimsPrincipal by,
        IReadOnlyList<LotView> inStock,
        CancellationToken ct
    )
    {
        var duties = new List<Duty>();
        foreach (var lot in inStock.Where(l => !l.Held && l.InStock > 0))
        {
            if (await PrecoolingOfAsync(by, lot, ct) is { } cool)
            {
                duties.Add(cool);
            }
            else if (await CertificateOfAsync(by, lot, ct) is { } certify)
            {
                duties.Add(certify);
            }
        }

        return [.. duties.OrderByDescending(d => d.IsUrgent).ThenByDescending(d => d.HoursSince)];
    }

    private async Task<Duty?> PrecoolingOfAsync(ClaimsPrincipal by, LotView lot, CancellationToken ct)
    {
        if (
            lot.Uom is not Uom.KGM
            || lot.Grade is not null
            || lot.HarvestedOn is not { } day
            || day < clock.Today().AddDays(-DaysLookedBack)
            || await lots.FindAsync(by, lot.Gtin, lot.Lot, ct) is not { } details
            || details.Steps.FirstOrDefault(s => s.Kind is StepKind.Harvest) is not { } harvest
            || details.Steps.Any(s => s.Kind is StepKind.Precooling or StepKind.Grading)
        )
        {
            return null;
        }

        var hours = (clock.GetUtcNow() - harvest.At).TotalHours;
        return new Duty(DutyKind.Precool, lot, hours, hours > HoursToPrecooling);
    }

    private async Task<Duty?> CertificateOfAsync(ClaimsPrincipal by, LotView lot, CancellationToken ct)
    {
        if (
            lot.PackedOn is null
            || lot.OriginPartyGln.ToString() != by.FindFirstValue("party")
            || ProductClass.Find(lot.ProductClass)?.CertificateRequired is not true
            || (await certificates.OfLotAsync(lot.Gtin, lot.Lot, ct)).Any(c => c.VoidedAt is null)
        )
        {
            return null;
        }

        return new Duty(DutyKind.Certify, lot, (clock.GetUtcNow() - lot.CreatedAt).TotalHours, IsUrgent: false);
    }
}

/// <summary>Something due for a lot, <paramref name="HoursSince"/> it became so.</summary>
internal sealed record Duty(DutyKind Kind, LotView Lot, double HoursSince, bool IsUrgent);

/// <summary>What is due.</summary>
internal enum DutyKind
{
    Precool,
    Certify,
}
