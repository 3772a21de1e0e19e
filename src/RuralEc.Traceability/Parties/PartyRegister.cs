using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Parties;

/// <summary>A party to be registered by an administrator. <paramref name="TownCode"/> has 9 digits.</summary>
public sealed record PartyCommand(
    [NotEmpty] Gln Gln,
    [EnumDataType(typeof(PartyKind))] PartyKind Kind,
    [Required, PlainText(100)] string Name,
    [Required, PlainText(100)] string NameEn,
    [Required, RegularExpression("[0-9]{6}")] string DistrictCode,
    [RegularExpression("[0-9]{9}")] string? TownCode = null,
    [PlainText(18)] string? Uscc = null,
    [PlainText(30)] string? Phone = null,
    [PlainText(200)] string? Address = null
);

/// <summary>What all who sign in may know of a party.</summary>
public sealed record PartyView(
    Gln Gln,
    PartyKind Kind,
    string Name,
    string NameEn,
    string DistrictCode,
    string? TownCode
);

/// <summary>The register of co-operatives, node operators, carriers and buyers.</summary>
public sealed class PartyRegister(DbContext db, TimeProvider clock, DivisionCheck? divisions = null)
{
    private static readonly Expression<Func<Party, PartyView>> ToView = p => new PartyView(
        p.Gln,
        p.Kind,
        p.Name,
        p.NameEn,
        p.DistrictCode,
        p.TownCode
    );

    /// <summary>Registers a party under its GLN; a repeat with the same content changes nothing.</summary>
    public async Task<Registration<PartyView>> RegisterAsync(PartyCommand command, CancellationToken ct)
    {
        if ((CommandShape.Check(command) ?? PartyRules.Check(command)) is { } refusal)
        {
            return new Registration<PartyView>.Refused(refusal);
        }
        if (await RepeatOfAsync(command, ct) is { } repeat)
        {
            return repeat;
        }
        if (
            (
                await divisions.CheckAsync(command.DistrictCode, "/districtCode", ct)
                ?? await divisions.CheckAsync(command.TownCode, "/townCode", ct)
            ) is
            { } nowhere
        )
        {
            return new Registration<PartyView>.Refused(nowhere);
        }
        var party = Create(command);
        db.Add(party);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await RepeatOfAsync(command, ct) is { } first)
            {
                return first;
            }
            throw;
        }
        return new Registration<PartyView>.Registered(ViewOf(party));
    }

    /// <summary>The first 200 parties of a kind, or of all kinds, by name.</summary>
    public async Task<IReadOnlyList<PartyView>> ListAsync(PartyKind? kind, CancellationToken ct) =>
        await db.Set<Party>()
            .Where(p => kind == null || p.Kind == kind)
            .OrderBy(p => p.Name)
            .Take(200)
            .Select(ToView)
            .ToListAsync(ct);

    public async Task<PartyView?> FindAsync(Gln gln, CancellationToken ct) =>
        await db.Set<Party>().Where(p => p.Gln == gln).Select(ToView).SingleOrDefaultAsync(ct);

    private async Task<Registration<PartyView>?> RepeatOfAsync(PartyCommand command, CancellationToken ct)
    {
        var uscc = PlainTextAttribute.Clean(command.Uscc);
        var known = await db.Set<Party>()
            .Where(p => p.Gln == command.Gln || (uscc != null && p.Uscc == uscc))
            .OrderBy(p => p.Gln)
            .ToListAsync(ct);
        if (known.Count == 0)
        {
            return null;
        }
        var same = known.SingleOrDefault(p => p.Gln == command.Gln);
        if (same is null)
        {
            return new Registration<PartyView>.Taken("该统一社会信用代码已登记在另一主体名下。", "/uscc");
        }
        var candidate = Create(command);
        candidate.RegisteredAt = same.RegisteredAt;
        return Fingerprint.Of(candidate) == Fingerprint.Of(same)
            ? new Registration<PartyView>.AlreadyRegistered(ViewOf(same))
            : new Registration<PartyView>.Taken("该GLN已登记为另一主体。", "/gln");
    }

    private Party Create(PartyCommand command) =>
        new()
        {
            Gln = command.Gln,
            Kind = command.Kind,
            Name = command.Name.Trim(),
            NameEn = command.NameEn.Trim(),
            Uscc = PlainTextAttribute.Clean(command.Uscc),
            DistrictCode = command.DistrictCode,
            TownCode = command.TownCode,
            Phone = PlainTextAttribute.Clean(command.Phone),
            Address = PlainTextAttribute.Clean(command.Address),
            RegisteredAt = EventTimes.ToMilliseconds(clock.GetUtcNow()),
        };

    private static PartyView ViewOf(Party p) => new(p.Gln, p.Kind, p.Name, p.NameEn, p.DistrictCode, p.TownCode);
}
