using System.Globalization;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Trace;

/// <summary>Turns the steps of a passport into what a consumer reads: fewer, in plain words, without persons.</summary>
internal static class JourneyOf
{
    private static readonly (string Key, JourneyFactKind Kind)[] Measured =
    [
        (StepFact.Method, JourneyFactKind.Method),
        (StepFact.PulpBeforeCelsius, JourneyFactKind.PulpBeforeCelsius),
        (StepFact.PulpAfterCelsius, JourneyFactKind.PulpAfterCelsius),
        (StepFact.SurfaceMaxCelsius, JourneyFactKind.SurfaceCelsius),
    ];

    /// <param name="despatches">
    /// The shipments that the package was on; null where no package is meant, so that all of the lot's ways are told.
    /// </param>
    public static IReadOnlyList<JourneyStep> Passport(
        LotPassport passport,
        IReadOnlySet<string>? despatches,
        IReadOnlyDictionary<Gln, NamedPlace> places
    ) =>
        [
            .. passport
                .Steps.Where(step =>
                    KindOf(step.Kind) is not null && (!IsOfTheLot(step, passport) || IsOnTheWay(step, despatches))
                )
                .Select(step => StepOf(step, KindOf(step.Kind)!.Value, places)),
        ];

    /// <summary>When goods of these shipments last left or arrived; null while they have not left.</summary>
    public static DateTimeOffset? LastMove(LotPassport passport, IReadOnlySet<string> despatches) =>
        passport
            .Steps.Where(step => step.Kind is StepKind.Shipping or StepKind.Receiving or StepKind.Rejection)
            .Where(step => IsOnTheWay(step, despatches))
            .Max(step => (DateTimeOffset?)step.At);

    private static JourneyKind? KindOf(StepKind kind) =>
        kind switch
        {
            StepKind.Harvest => JourneyKind.Harvest,
            StepKind.Precooling => JourneyKind.Precooling,
            StepKind.Grading => JourneyKind.Grading,
            StepKind.Packing => JourneyKind.Packing,
            StepKind.Merge or StepKind.Repacking => JourneyKind.Repacking,
            StepKind.Certificate => JourneyKind.Certificate,
            StepKind.Shipping => JourneyKind.Shipping,
            StepKind.Receiving => JourneyKind.Receiving,
            StepKind.Rejection => JourneyKind.Rejection,
            StepKind.Hold => JourneyKind.Hold,
            StepKind.Release => JourneyKind.Release,
            StepKind.RetailSale => JourneyKind.Sale,
            _ => null,
        };

    // What happened to the lots before this one, the passport has chosen already.
    private static bool IsOfTheLot(PassportStep step, LotPassport passport) =>
        step.Lots.Any(lot => lot.Gtin == passport.Gtin && lot.Lot == passport.Lot);

    private static bool IsOnTheWay(PassportStep step, IReadOnlySet<string>? despatches) =>
        despatches is null
        || step.Kind is not (StepKind.Shipping or StepKind.Receiving or StepKind.Rejection or StepKind.RetailSale)
        || (step.Facts.TryGetValue(StepFact.DespatchNumber, out var number) && despatches.Contains(number));

    private static JourneyStep StepOf(PassportStep step, JourneyKind kind, IReadOnlyDictionary<Gln, NamedPlace> places)
    {
        var place = places.GetValueOrDefault(step.PlaceGln);
        return new(
            kind,
            step.At,
            place?.Name,
            place?.District,
            step.PartyName is { } party ? new(party, step.PartyNameEn ?? party) : null,
            [.. FactsOf(step)]
        );
    }

    private static IEnumerable<JourneyFact> FactsOf(PassportStep step)
    {
        var role = step.Lots.Any(lot => lot.Role == LotRole.Output) ? LotRole.Output : LotRole.Seen;
        var lots = step.Lots.Where(lot => lot.Role == role).ToList();
        if (step.Kind is not (StepKind.Precooling or StepKind.Certificate or StepKind.Hold or StepKind.Release))
        {
            foreach (var amount in lots.GroupBy(lot => lot.Uom))
            {
                yield return new(
                    amount.Key == Uom.KGM ? JourneyFactKind.QuantityKg : JourneyFactKind.QuantityBoxes,
                    amount.Sum(lot => lot.Quantity).ToString("#,0.###", CultureInfo.InvariantCulture)
                );
            }
        }
        foreach (var (key, kind) in Measured)
        {
            if (step.Facts.TryGetValue(key, out var value))
            {
                yield return new(kind, value);
            }
        }
        if (step.Facts.GetValueOrDefault(StepFact.Decision) == "AcceptWithReserve")
        {
            yield return new(JourneyFactKind.Reserve, "");
        }
    }
}
