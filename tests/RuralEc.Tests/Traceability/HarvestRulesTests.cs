using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class HarvestRulesTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 6, 26, 5, 30, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Evening = Dawn.AddHours(12);

    private static readonly HarvestCommand Harvest = new(
        Guid.Parse("019795c4-0000-7000-8000-000000000001"),
        Guid.Parse("019795c4-0000-7000-8000-000000000007"),
        Gtin.Parse("09521234500049"),
        BatchNumber.Parse("2606260713"),
        Dawn,
        Dawn.AddHours(4),
        12_150,
        810,
        26.5m,
        28.2m
    );

    [Fact]
    public void The_sample_harvest_is_sound() => Assert.Null(HarvestRules.Check(Harvest, Evening));

    [Fact]
    public void A_harvest_in_the_future_is_refused() =>
        Assert.Equal("time-in-future", HarvestRules.Check(Harvest, Dawn)?.Kind);

    [Fact]
    public void A_harvest_ends_after_it_starts_and_within_a_day()
    {
        Assert.Equal("/endedAt", HarvestRules.Check(Harvest with { EndedAt = Dawn.AddMinutes(-1) }, Evening)?.Field);
        Assert.Equal(
            "harvest-too-long",
            HarvestRules.Check(Harvest with { EndedAt = Dawn.AddHours(25) }, Evening.AddDays(2))?.Kind
        );
    }

    [Fact]
    public void Nothing_was_harvested_before_2000() =>
        Assert.Equal(
            "time-too-old",
            HarvestRules
                .Check(Harvest with { StartedAt = new DateTimeOffset(1999, 12, 31, 0, 0, 0, default) }, Evening)
                ?.Kind
        );

    [Fact]
    public void Temperatures_are_in_order() =>
        Assert.Equal("min-above-max", HarvestRules.Check(Harvest with { PulpMinCelsius = 29 }, Evening)?.Kind);
}
