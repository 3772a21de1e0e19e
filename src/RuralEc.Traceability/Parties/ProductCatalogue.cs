using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Parties;

/// <summary>
/// A product of one's own party. Without <paramref name="NetContentKg"/>, the net content of a box in kg, it is bulk.
/// </summary>
public sealed record ProductCommand(
    [NotEmpty] Gtin Gtin,
    [Required, PlainText(100)] string Name,
    [Required, PlainText(100)] string NameEn,
    [Required, PlainText(100)] string Variety,
    [Required, PlainText(40)] string ProductClass,
    [PlainText(100)] string? VarietyEn = null,
    [PlainText(40)] string? Grade = null,
    [Quantity] decimal? NetContentKg = null,
    [Range(1, 100_000)] int? UnitsPerCase = null
);

/// <summary>A product as everyone may see it.</summary>
public sealed record ProductView(
    Gtin Gtin,
    Gln OwnerGln,
    string Name,
    string NameEn,
    string Variety,
    string? VarietyEn,
    string ProductClass,
    string? Grade,
    decimal? NetContentKg,
    int? UnitsPerCase
);

/// <summary>The trade items of the co-operatives, by GTIN.</summary>
public sealed class ProductCatalogue(DbContext db, TimeProvider clock)
{
    private static readonly Expression<Func<Product, ProductView>> ToView = p => new ProductView(
        p.Gtin,
        p.OwnerGln,
        p.Name,
        p.NameEn,
        p.Variety,
        p.VarietyEn,
        p.ProductClass,
        p.Grade,
        p.NetContentKg,
        p.UnitsPerCase
    );

    /// <summary>Adds a product of the party of <paramref name="by"/>; a repeat with the same content changes nothing.</summary>
    public async Task<Registration<ProductView>> RegisterAsync(
        ClaimsPrincipal by,
        ProductCommand command,
        CancellationToken ct
    )
    {
        if ((CommandShape.Check(command) ?? PartyRules.Check(command)) is { } refusal)
        {
            return new Registration<ProductView>.Refused(refusal);
        }
        if (Reach.Of(by).PartyGln is not { } owner)
        {
            return new Registration<ProductView>.Refused(Refusals.NoParty());
        }
        var product = new Product
        {
            Gtin = command.Gtin,
            OwnerGln = owner,
            Name = command.Name.Trim(),
            NameEn = command.NameEn.Trim(),
            Variety = command.Variety.Trim(),
            VarietyEn = PlainTextAttribute.Clean(command.VarietyEn),
            ProductClass = command.ProductClass,
            Grade = command.Grade,
            NetContentKg = command.NetContentKg,
            UnitsPerCase = command.UnitsPerCase,
            RegisteredAt = EventTimes.ToMilliseconds(clock.GetUtcNow()),
        };
        if (await RepeatOfAsync(product, ct) is { } repeat)
        {
            return repeat;
        }
        db.Add(product);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await RepeatOfAsync(product, ct) is { } first)
            {
                return first;
            }
            throw;
        }
        return new Registration<ProductView>.Registered(ViewOf(product));
    }

    /// <summary>The first 200 products of an owner, or of all, by class and name.</summary>
    public async Task<IReadOnlyList<ProductView>> ListAsync(Gln? ownerGln, CancellationToken ct)
    {
        var products = db.Set<Product>().AsQueryable();
        if (ownerGln is { } owner)
        {
            products = products.Where(p => p.OwnerGln == owner);
        }
        return await products.OrderBy(p => p.ProductClass).ThenBy(p => p.Name).Take(200).Select(ToView).ToListAsync(ct);
    }

    public async Task<ProductView?> FindAsync(Gtin gtin, CancellationToken ct) =>
        await db.Set<Product>().Where(p => p.Gtin == gtin).Select(ToView).SingleOrDefaultAsync(ct);

    private async Task<Registration<ProductView>?> RepeatOfAsync(Product wanted, CancellationToken ct)
    {
        var known = await db.Set<Product>().Where(p => p.Gtin == wanted.Gtin).SingleOrDefaultAsync(ct);
        if (known is null)
        {
            return null;
        }
        return ViewOf(known) == ViewOf(wanted)
            ? new Registration<ProductView>.AlreadyRegistered(ViewOf(known))
            : new Registration<ProductView>.Taken("该GTIN已登记为另一产品。", "/gtin");
    }

    private static ProductView ViewOf(Product p) =>
        new(
            p.Gtin,
            p.OwnerGln,
            p.Name,
            p.NameEn,
            p.Variety,
            p.VarietyEn,
            p.ProductClass,
            p.Grade,
            p.NetContentKg,
            p.UnitsPerCase
        );
}
