using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Plots;

/// <summary>
/// A plot to be registered. <paramref name="Crs"/> is <c>WGS84</c>, which is assumed, or <c>GCJ-02</c>;
/// <paramref name="AreaMu"/> is stated with a point, measured from a polygon.
/// </summary>
public sealed record PlotCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln Gln,
    [Range(1, 99)] int Number,
    [Required, PlainText(100)] string Name,
    [Required, PlainText(40)] string ProductClass,
    [Required, PlainText(100)] string Variety,
    [Required, RegularExpression("[0-9]{9}([0-9]{3})?")] string DivisionCode,
    [Required] PlotShape Shape,
    [PlainText(10)] string? Crs = null,
    [Quantity] decimal? AreaMu = null,
    [PlainText(100)] string? NameEn = null
);

/// <summary>A plot as its owner and the officers of its district see it. Positions are WGS 84.</summary>
public sealed record PlotView(
    Guid Id,
    Gln Gln,
    Gln PartyGln,
    int Number,
    string Name,
    string? NameEn,
    string ProductClass,
    string Variety,
    string DivisionCode,
    decimal? AreaMu,
    string SourceCrs,
    double Longitude,
    double Latitude
);

/// <summary>The plots of the co-operatives.</summary>
public sealed class PlotRegister(
    DbContext db,
    TimeProvider clock,
    CoordinateConversion? conversion = null,
    DivisionCheck? divisions = null
)
{
    /// <summary>Registers a plot of the party of <paramref name="by"/>.</summary>
    public async Task<Registration<PlotView>> RegisterAsync(
        ClaimsPrincipal by,
        PlotCommand command,
        CancellationToken ct
    )
    {
        if ((CommandShape.Check(command) ?? CheckCrop(command)) is { } refusal)
        {
            return new Registration<PlotView>.Refused(refusal);
        }
        if (Reach.Of(by).PartyGln is not { } party)
        {
            return new Registration<PlotView>.Refused(Refusals.NoParty());
        }
        var crs = PlainTextAttribute.Clean(command.Crs) ?? "WGS84";
        var (shape, fault) = PlotGeometry.Read(command.Shape, crs, conversion);
        if (shape is null)
        {
            return new Registration<PlotView>.Refused(fault!);
        }
        if (!await db.Set<Party>().AnyAsync(p => p.Gln == party && p.Kind == PartyKind.Cooperative, ct))
        {
            return new Registration<PlotView>.Refused(Refusals.NoCooperative());
        }
        var plot = Create(command, party, shape, crs);
        if (await RepeatOfAsync(plot, ct) is { } repeat)
        {
            return repeat;
        }
        if (await divisions.CheckAsync(command.DivisionCode, "/divisionCode", ct) is { } nowhere)
        {
            return new Registration<PlotView>.Refused(nowhere);
        }
        db.Add(plot);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await RepeatOfAsync(plot, ct) is { } first)
            {
                return first;
            }
            throw;
        }
        return new Registration<PlotView>.Registered(ViewOf(plot));
    }

    /// <summary>The first 200 plots within the reach of <paramref name="by"/>, by owner and number.</summary>
    public async Task<IReadOnlyList<PlotView>> ListAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var plots = await Reach
            .Of(by)
            .Plots(db)
            .OrderBy(p => p.PartyGln)
            .ThenBy(p => p.Number)
            .Take(200)
            .ToListAsync(ct);
        return [.. plots.Select(ViewOf)];
    }

    public async Task<PlotView?> FindAsync(ClaimsPrincipal by, Guid id, CancellationToken ct) =>
        await Reach.Of(by).Plots(db).Where(p => p.Id == id).SingleOrDefaultAsync(ct) is { } plot ? ViewOf(plot) : null;

    private static Refusal? CheckCrop(PlotCommand command) =>
        ProductClass.Find(command.ProductClass) is null
            ? new Refusal(
                "unknown-product-class",
                "Unknown product class",
                $"没有产品类别“{command.ProductClass}”。",
                "/productClass"
            )
            : null;

    private async Task<Registration<PlotView>?> RepeatOfAsync(Plot wanted, CancellationToken ct)
    {
        var known = await db.Set<Plot>()
            .Where(p =>
                p.Id == wanted.Id || p.Gln == wanted.Gln || (p.PartyGln == wanted.PartyGln && p.Number == wanted.Number)
            )
            .ToListAsync(ct);
        if (known.SingleOrDefault(p => p.Id == wanted.Id) is { } same)
        {
            return same.PartyGln == wanted.PartyGln && same.Fingerprint == wanted.Fingerprint
                ? new Registration<PlotView>.AlreadyRegistered(ViewOf(same))
                : new Registration<PlotView>.Taken("该编号（id）已用于另一地块。", "/id");
        }
        if (known.Any(p => p.Gln == wanted.Gln))
        {
            return new Registration<PlotView>.Taken("该GLN已登记为另一地块。", "/gln");
        }
        return known.Count > 0 ? new Registration<PlotView>.Taken($"本社已有{wanted.Number}号地块。", "/number") : null;
    }

    private Plot Create(PlotCommand command, Gln party, Geometry shape, string crs) =>
        new()
        {
            Id = command.Id,
            Gln = command.Gln,
            PartyGln = party,
            Number = command.Number,
            Name = command.Name.Trim(),
            NameEn = PlainTextAttribute.Clean(command.NameEn),
            ProductClass = command.ProductClass,
            Variety = command.Variety.Trim(),
            DivisionCode = command.DivisionCode,
            Shape = shape,
            AreaMu = shape is Polygon polygon ? (decimal)Math.Round(PlotGeometry.AreaMu(polygon), 3) : command.AreaMu,
            SourceCrs = crs,
            Fingerprint = Fingerprint.Of(command),
            RegisteredAt = EventTimes.ToMilliseconds(clock.GetUtcNow()),
        };

    private static PlotView ViewOf(Plot p) =>
        new(
            p.Id,
            p.Gln,
            p.PartyGln,
            p.Number,
            p.Name,
            p.NameEn,
            p.ProductClass,
            p.Variety,
            p.DivisionCode,
            p.AreaMu,
            p.SourceCrs,
            p.Shape.Centroid.X,
            p.Shape.Centroid.Y
        );
}
