using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Pallets;

/// <summary>Keeps the GS1 company prefix from which a party's pallet numbers are made.</summary>
public sealed class SsccNumbering(DbContext db)
{
    /// <summary>The prefix of the party of <paramref name="by"/>, or <c>null</c> while none is stated.</summary>
    public async Task<string?> PrefixAsync(ClaimsPrincipal by, CancellationToken ct) =>
        Reach.Of(by).PartyGln is { } own
            ? await db.Set<SsccSeries>()
                .Where(s => s.PartyGln == own)
                .Select(s => s.CompanyPrefix)
                .SingleOrDefaultAsync(ct)
            : null;

    /// <summary>
    /// States or changes the prefix. It must begin the party's own GLN, so that nobody numbers in another's name.
    /// The refusal, or <c>null</c> when it is stored.
    /// </summary>
    public async Task<Refusal?> StateAsync(ClaimsPrincipal by, StateCompanyPrefix command, CancellationToken ct)
    {
        if (Reach.Of(by).PartyGln is not { } own)
        {
            return Refusals.NoParty();
        }
        if (CommandShape.Check(command) is { } malformed)
        {
            return malformed;
        }
        if (!own.ToString().StartsWith(command.CompanyPrefix, StringComparison.Ordinal))
        {
            return new Refusal(
                "prefix-not-own",
                "Prefix is not the party's own",
                "厂商识别代码必须是本主体GLN的开头部分。",
                "/companyPrefix"
            );
        }
        var series = await db.Set<SsccSeries>().AsTracking().SingleOrDefaultAsync(s => s.PartyGln == own, ct);
        if (series is null)
        {
            db.Add(
                new SsccSeries
                {
                    PartyGln = own,
                    CompanyPrefix = command.CompanyPrefix,
                    Next = 1,
                }
            );
        }
        else if (series.CompanyPrefix != command.CompanyPrefix)
        {
            series.CompanyPrefix = command.CompanyPrefix;
            series.Next = 1;
            series.Version++;
        }
        await db.SaveChangesAsync(ct);
        return null;
    }
}
