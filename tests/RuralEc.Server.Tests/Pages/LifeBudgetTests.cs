using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Temperature;
using RuralEc.Server.Tests.Scan;
using RuralEc.Traceability.Lots;
using Xunit;

namespace RuralEc.Server.Tests.Pages;

/// <summary>The life budget of a box of the sample season (domain.md §6), computed independently of this code.</summary>
public class LifeBudgetTests
{
    private static readonly Gln Place = Gln.Parse("9521234100027");
    private static readonly DateTimeOffset Leaves = SampleStories.At(27, 5, 30);
    private static readonly DateTimeOffset Arrives = SampleStories.At(27, 9, 30);

    [Fact]
    public void The_hours_before_precooling_cost_more_than_the_failed_truck()
    {
        var budget = LifeBudget.Of(Passport(cooled: SampleStories.At(26, 10)), Story(), Arrives)!;

        Assert.Equal([LifeBasis.ByHand, LifeBasis.Logger, LifeBasis.Nothing], budget.Phases.Select(p => p.Basis));
        Assert.Equal(TimeSpan.FromHours(4.5), budget.TimeToPrecooling);
        Assert.Equal(76.2, budget.Phases[0].Equivalent.TotalHours, 0.05);
        Assert.Equal(71.7, budget.Phases[0].Extra.TotalHours, 0.05);
        Assert.Equal(8.66, budget.Phases[1].Equivalent.TotalHours, 0.005);
        Assert.Equal(4.66, budget.Phases[1].Extra.TotalHours, 0.005);

        // From pre-cooling at 10:00 to the truck at 05:30 nobody measured: as if at 4 °C.
        Assert.Equal(TimeSpan.FromHours(19.5), budget.Unknown);
        Assert.Equal((76.2 + 8.66 + 19.5) / 600, budget.Used, 0.0002);
        Assert.Equal(25 * (1 - budget.Used), budget.LeftAt(4).TotalDays, 1e-9);
    }

    [Fact]
    public void Without_a_precooling_all_time_before_the_first_logger_is_unknown()
    {
        var budget = LifeBudget.Of(Passport(cooled: null), Story(), Arrives)!;

        Assert.Null(budget.TimeToPrecooling);
        Assert.Equal(TimeSpan.FromHours(20), budget.Unknown);
        Assert.DoesNotContain(budget.Phases, p => p.Basis == LifeBasis.ByHand);
    }

    [Fact]
    public void After_the_goods_are_gone_they_age_no_more_and_in_store_they_do()
    {
        var gone = LifeBudget.Of(Passport(cooled: null), Story(), Arrives)!;
        var kept = LifeBudget.Of(Passport(cooled: null), Story(), Arrives.AddDays(1))!;

        Assert.Equal(TimeSpan.FromDays(1), kept.Unknown - gone.Unknown);
    }

    [Fact]
    public void The_dearest_asset_comes_first_and_cold_ones_cost_nothing()
    {
        var (truck, room) = (Story().Legs[0], Story(celsius: 3).Legs[0]);
        LifePhase Phase(StoryLeg leg, TimeSpan equivalent) =>
            new(LifeBasis.Logger, leg, TimeSpan.FromHours(4), leg.MeanCelsius!.Value, equivalent, 0.01);

        var costs = LegCosts.Sum([
            Phase(room, TimeSpan.FromHours(3.5)),
            Phase(truck, TimeSpan.FromHours(8)),
            Phase(truck, TimeSpan.FromHours(6)),
        ]);

        Assert.Equal([truck.AssetId, room.AssetId], costs.Select(c => c.AssetId));
        Assert.Equal((2, TimeSpan.FromHours(6)), (costs[0].Ways, costs[0].Extra));
        Assert.Equal(TimeSpan.FromHours(3), costs[0].ExtraOfAWay);

        // Half of eight hours and a third of six went in excess.
        Assert.Equal(0.01 * ((1.0 / 2) + (1.0 / 3)), costs[0].LifeUsed, 1e-9);
        Assert.Equal(TimeSpan.Zero, costs[1].Extra);
    }

    [Fact]
    public void Co_operatives_are_ranked_by_how_long_their_fruit_waits()
    {
        var (quick, slow) = (Gln.Parse("9521234100003"), Gln.Parse("9521234100027"));

        var rows = PrecoolingRow.Rank([
            Wait(quick, 1),
            Wait(quick, 2),
            Wait(slow, 4),
            Wait(slow, 7),
            Wait(slow, 9),
            Wait(slow, null),
        ]);

        Assert.Equal(
            [
                new PrecoolingRow(slow, 4, TimeSpan.FromHours(7), TimeSpan.FromHours(9), 2, 1),
                new PrecoolingRow(quick, 2, TimeSpan.FromHours(1.5), TimeSpan.FromHours(2), 0, 0),
            ],
            rows
        );
    }

    private static PrecoolingWait Wait(Gln party, double? hours) =>
        new(
            party,
            "litchi",
            new(Gtin.Parse("09521234500049"), BatchNumber.Parse("L1")),
            Leaves,
            hours is { } some ? Leaves.AddHours(some) : null
        );

    private static TemperatureStory Story(double? celsius = null) =>
        TemperatureStory.Of(
            [
                new(
                    celsius is null ? Guid.Empty : new Guid("0197a000-0000-7000-8000-00000000000a"),
                    "T1",
                    AssetKind.Truck,
                    Place,
                    "DL-T1",
                    Leaves,
                    Arrives,
                    TimeSpan.FromMinutes(5),
                    [.. SampleStories.Trip().Points.Select(p => new TemperatureSample(p.At, celsius ?? p.Celsius))]
                ),
            ],
            SampleStories.At(26, 9, 30),
            Arrives.AddDays(2),
            TemperatureProfile.Of("litchi")
        );

    private static LotPassport Passport(DateTimeOffset? cooled)
    {
        var harvest = Step(StepKind.Harvest, SampleStories.At(26, 9, 30), ("startedAt", "2026-06-26T05:30:00+08:00"));
        PassportStep[] steps = cooled is { } from
            ?
            [
                harvest,
                Step(
                    StepKind.Precooling,
                    SampleStories.At(26, 14),
                    ("startedAt", from.ToString("O")),
                    ("pulpBeforeCelsius", "28")
                ),
            ]
            : [harvest];
        return new(
            Gtin.Parse("09521234500018"),
            BatchNumber.Parse("2606260713"),
            "桂味一级",
            "Guiwei first",
            "桂味",
            null,
            2.5m,
            "litchi",
            null,
            null,
            "first",
            null,
            null,
            null,
            Place,
            "合作社",
            "Co-operative",
            "440118",
            null,
            null,
            null,
            false,
            [],
            steps,
            []
        );
    }

    private static PassportStep Step(StepKind kind, DateTimeOffset at, params (string Key, string Value)[] facts) =>
        new(
            kind,
            at,
            Place,
            null,
            null,
            Place,
            null,
            null,
            null,
            null,
            facts.ToDictionary(f => f.Key, f => f.Value),
            []
        );
}
