using System.Globalization;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Temperature;
using RuralEc.Traceability.Certificates;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Reference;

namespace RuralEc.Server.Pages.Trace;

/// <summary>The story of a package, and the code that led to it.</summary>
internal sealed record PackageStory(TraceStory Story, CodeFacts Code);

/// <summary>Puts the story of a scan together from the rooms. Reads only; anybody may ask.</summary>
internal sealed class TraceStories(
    CodeLookup codes,
    PackageWay ways,
    LotPassportQuery passports,
    CertificateQuery certificates,
    ProductCatalogue products,
    PartyRegister parties,
    PlaceBook places,
    GoodsStories stories,
    StoryCache cache,
    TimeProvider clock
)
{
    /// <summary>The story of a lot; null when there is none.</summary>
    public async Task<TraceStory?> OfLotAsync(Lgtin lot, CancellationToken ct) =>
        await cache.GetAsync(new(lot, ""), () => TellAsync(lot, null, null, ct)) is { } story
            ? story with
            {
                AsOf = clock.GetUtcNow(),
            }
            : null;

    /// <summary>The story of one package; null when no such code was issued, or not for the lot that is stated.</summary>
    public async Task<PackageStory?> OfPackageAsync(
        Gtin gtin,
        BatchNumber? lot,
        SerialNumber serial,
        CancellationToken ct
    ) =>
        await codes.FindAsync(gtin, serial, ct) is { } code && (lot is null || lot == code.Lot)
            ? await OfCodeAsync(code, ct)
            : null;

    /// <summary>The story behind a short code; null when it was never issued.</summary>
    public async Task<PackageStory?> OfShortCodeAsync(string code, CancellationToken ct) =>
        await codes.FindShortAsync(code, ct) is { } found ? await OfCodeAsync(found, ct) : null;

    /// <summary>A product with its latest lots; null when the GTIN is not registered.</summary>
    public async Task<ProductStory?> OfProductAsync(Gtin gtin, CancellationToken ct)
    {
        if (await products.FindAsync(gtin, ct) is not { } product)
        {
            return null;
        }
        var owner = await parties.FindAsync(product.OwnerGln, ct);
        var recent = await passports.RecentAsync(gtin, ct);
        var productClass = ProductClass.Find(product.ProductClass);
        var grade = productClass?.GradeOf(product.Grade);
        return new(
            new(
                gtin,
                new(product.Name, product.NameEn),
                new(product.Variety, product.VarietyEn ?? product.Variety),
                grade is null ? null : new(grade.Name, grade.NameEn),
                product.NetContentKg,
                grade is null ? null : productClass!.Standard
            ),
            owner is null ? Bilingual.Same("") : new(owner.Name, owner.NameEn),
            recent
        );
    }

    /// <summary>The certificate that counts for a lot: the latest that is not void, its own before its ancestors'.</summary>
    public async Task<CertificateView?> CertificateOfAsync(
        Lgtin lot,
        IReadOnlyList<PassportAncestor> ancestors,
        CancellationToken ct
    )
    {
        CertificateView? voided = null;
        foreach (var candidate in ancestors.Select(ancestor => ancestor.Lot).Reverse().Prepend(lot).Take(MostCertified))
        {
            foreach (var certificate in await certificates.OfLotAsync(candidate.Gtin, candidate.Batch, ct))
            {
                if (certificate.VoidedAt is null)
                {
                    return certificate;
                }
                voided ??= certificate;
            }
        }
        return voided;
    }

    /// <summary>A certificate as it is shown and printed.</summary>
    public static CertificateFacts FactsOf(CertificateView certificate) =>
        new()
        {
            Number = certificate.Number,
            ProductName = certificate.ProductName,
            Quantity =
                certificate.Quantity.ToString("#,0.###", CultureInfo.InvariantCulture)
                + (certificate.Uom == Uom.KGM ? " 千克" : " 箱"),
            Origin = certificate.Origin,
            Promiser = certificate.IssuerName,
            Contact = certificate.Contact,
            IssuedOn = certificate.IssuedOn,
            Promises = certificate.Promises,
            Bases = [.. certificate.Bases.Select(basis => new CertificateBox(basis.Label, basis.Ticked))],
            LegalBasis = certificate.LegalBasis,
            VoidedAt = certificate.VoidedAt,
        };

    // A lot of many mixed lots is certified anew; far ancestors need not be asked.
    private const int MostCertified = 8;

    private async Task<PackageStory?> OfCodeAsync(CodeFacts code, CancellationToken ct)
    {
        // Packages of a lot differ in the way they went: their shipments, and their pallet.
        var way = await ways.DespatchNumbersAsync(code.Gtin, code.Serial, ct);
        var lot = new Lgtin(code.Gtin, code.Lot);
        var key = string.Join('\n', way.Order(StringComparer.Ordinal).Append(code.Sscc?.ToString()));
        return await cache.GetAsync(new(lot, key), () => TellAsync(lot, way, code.Sscc, ct)) is { } story
            ? new(story with { Package = PackageOf(code), AsOf = clock.GetUtcNow() }, code)
            : null;
    }

    private async Task<TraceStory?> TellAsync(Lgtin lot, IReadOnlySet<string>? way, Sscc? pallet, CancellationToken ct)
    {
        if (await passports.OfAsync(lot.Gtin, lot.Batch, ct) is not { } passport)
        {
            return null;
        }
        var origins = await places.OriginsAsync(
            passport.Plots.Count > 0 ? passport.Plots.Select(plot => plot.DivisionCode) : [passport.MakerDistrictCode],
            ct
        );
        var known = await PlacesAsync(passport, origins, ct);
        var certificate = await CertificateOfAsync(lot, passport.Ancestors, ct);
        return new()
        {
            Product = ProductOf(passport),
            Lot = new()
            {
                Number = lot.Batch,
                Producer = new(passport.MakerName, passport.MakerNameEn),
                Origin = PlaceBook.Together(origins.Values),
                HarvestedOn = passport.HarvestedOn,
                PackedOn = passport.PackedOn,
                BestBefore = passport.BestBefore,
                Held = passport.Held,
            },
            Temperature = await LineAsync(passport, way, pallet, ct),
            Certificate = certificate is null ? null : FactsOf(certificate),
            Journey = JourneyOf.Passport(passport, way, known),
            AsOf = clock.GetUtcNow(),
        };
    }

    private async Task<IReadOnlyDictionary<Gln, NamedPlace>> PlacesAsync(
        LotPassport passport,
        IReadOnlyDictionary<string, Bilingual> towns,
        CancellationToken ct
    )
    {
        var known = new Dictionary<Gln, NamedPlace>(
            await places.PlacesAsync(passport.Steps.Select(step => step.PlaceGln), ct)
        );
        foreach (var plot in passport.Plots)
        {
            known.TryAdd(plot.Gln, new(new(plot.Name, plot.NameEn ?? plot.Name), towns[plot.DivisionCode]));
        }
        return known;
    }

    // A package went one way; a lot may have gone several, and then the worst of them speaks.
    private async Task<TemperatureLine?> LineAsync(
        LotPassport passport,
        IReadOnlySet<string>? way,
        Sscc? pallet,
        CancellationToken ct
    )
    {
        var told = way is null
            ? await stories.OfLotAsync(passport, ct)
            : await stories.OfWaysAsync(passport, [new(pallet, way)], ct);
        return told.Count > 0
            ? ColdChainLine.Worst([.. told.Select(one => ColdChainLine.Of(one.Story, one.LastMove))])
            : null;
    }

    private static ProductFacts ProductOf(LotPassport passport) =>
        new(
            passport.Gtin,
            new(passport.ProductName, passport.ProductNameEn),
            new(passport.Variety, passport.VarietyEn ?? passport.Variety),
            passport.GradeName is { } grade ? new(grade, passport.GradeNameEn ?? grade) : null,
            passport.NetContentKg,
            passport.GradeName is null ? null : passport.Standard
        );

    private static ScannedPackage PackageOf(CodeFacts code) =>
        new(code.Serial, code.ShortCode, code.State, code.StateAt, code.ActivatedAt, code.ScanCount, code.FirstScanAt);
}
