using System.Globalization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Stories;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>How the temperature of a phase is known.</summary>
internal enum LifeBasis
{
    /// <summary>Between harvest and pre-cooling: the pulp as it was measured by hand before cooling.</summary>
    ByHand,
    Logger,

    /// <summary>Nobody knows: counted as if at the profile's reference temperature, so that it is the least.</summary>
    Nothing,
}

/// <summary>A part of the way, and what it took of the shelf life.</summary>
/// <param name="Leg">The stay, where a logger spoke.</param>
/// <param name="Length">How long it lasted, as far as the basis speaks for it.</param>
/// <param name="Celsius">Mean temperature.</param>
/// <param name="Equivalent">Time at the reference temperature that ages as much.</param>
internal sealed record LifePhase(
    LifeBasis Basis,
    StoryLeg? Leg,
    TimeSpan Length,
    double Celsius,
    TimeSpan Equivalent,
    double LifeUsed
)
{
    /// <summary>What it took beyond the time that passed: the cost of not having been at the reference temperature.</summary>
    public TimeSpan Extra => Equivalent > Length ? Equivalent - Length : TimeSpan.Zero;
}

/// <summary>
/// Where the shelf life of goods went from harvest on. What nobody measured counts as if at the reference temperature:
/// what is left is at most <see cref="LeftAt"/>.
/// </summary>
internal sealed record LifeBudget(ShelfLife Life, IReadOnlyList<LifePhase> Phases, TimeSpan? TimeToPrecooling)
{
    /// <summary>Part of the shelf life, 0 fresh, 1 its end or beyond.</summary>
    public double Used => Phases.Sum(p => p.LifeUsed);

    /// <summary>What is left at a constant temperature, at most.</summary>
    public TimeSpan LeftAt(double celsius) => Life.Remaining(Used, celsius);

    /// <summary>The time that nobody measured.</summary>
    public TimeSpan Unknown => Phases.Where(p => p.Basis == LifeBasis.Nothing).Aggregate(TimeSpan.Zero, Add);

    /// <param name="until">To where time without a reading counts; goods that are gone age no more here.</param>
    /// <returns>Null where no ageing model holds for the product.</returns>
    public static LifeBudget? Of(LotPassport passport, TemperatureStory story, DateTimeOffset until)
    {
        if (story.Profile.Life is not { } life)
        {
            return null;
        }

        var phases = new List<LifePhase>();
        var cooled = CoolingOf(passport);
        var wait = cooled?.From - HarvestOf(passport);
        if (wait > TimeSpan.Zero)
        {
            phases.Add(PhaseOf(life, LifeBasis.ByHand, wait.Value, Warm(cooled!.Value.PulpCelsius, story.Profile)));
        }

        phases.AddRange(
            story
                .Legs.Where(leg => leg.EquivalentTime > TimeSpan.Zero)
                .Select(leg => new LifePhase(
                    LifeBasis.Logger,
                    leg,
                    leg.Coverage.Covered,
                    leg.MeanCelsius!.Value,
                    leg.EquivalentTime!.Value,
                    leg.LifeUsed!.Value
                ))
        );
        var known = cooled?.From ?? story.From;
        var silent = story
            .Gaps.Select(gap => new Gap(gap.From > known ? gap.From : known, gap.To < until ? gap.To : until))
            .Where(gap => gap.To > gap.From)
            .Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.To - gap.From));
        if (silent > TimeSpan.Zero)
        {
            phases.Add(PhaseOf(life, LifeBasis.Nothing, silent, life.ReferenceCelsius));
        }

        return new(life, phases, wait);
    }

    private static LifePhase PhaseOf(ShelfLife life, LifeBasis basis, TimeSpan length, double celsius)
    {
        var equivalent = length * life.RateAt(celsius);
        return new(basis, null, length, celsius, equivalent, life.LifeUsed(equivalent));
    }

    // Below the chilling limit no model holds; the goods are taken to age as at that temperature.
    private static double Warm(double celsius, TemperatureProfile profile) =>
        Math.Max(celsius, profile.ChillingCelsius ?? celsius);

    private static TimeSpan Add(TimeSpan sum, LifePhase phase) => sum + phase.Length;

    private static (DateTimeOffset From, double PulpCelsius)? CoolingOf(LotPassport passport) =>
        passport.Steps.FirstOrDefault(step => step.Kind == StepKind.Precooling) is { } step
        && StartOf(step) is { } from
        && step.Facts.TryGetValue(StepFact.PulpBeforeCelsius, out var pulp)
            ? (from, double.Parse(pulp, CultureInfo.InvariantCulture))
            : null;

    // From the first fruit picked: it waits longest.
    private static DateTimeOffset? HarvestOf(LotPassport passport) =>
        passport.Steps.FirstOrDefault(step => step.Kind == StepKind.Harvest) is { } step ? StartOf(step) : null;

    private static DateTimeOffset? StartOf(PassportStep step) =>
        step.Facts.TryGetValue(StepFact.StartedAt, out var started)
            ? DateTimeOffset.Parse(started, CultureInfo.InvariantCulture)
            : null;
}
