using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class ProfileTests
{
    private static readonly Coverage Nothing = new(TimeSpan.FromHours(1), TimeSpan.Zero, []);
    private static readonly Coverage All = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1), []);

    [Theory]
    [InlineData(28, 3.5, 4, 20, 3.25, 79.5)]
    [InlineData(21, 0, 3.5, 10, 6.0, 115)]
    [InlineData(28, 10, 7, 20, 4.0, 96)]
    [InlineData(90, 5, 25, 20, 2.35, 58)]
    public void Two_lives_give_Q10_and_activation_energy(
        double life1,
        double celsius1,
        double life2,
        double celsius2,
        double q10,
        double energy
    )
    {
        var shelf = ShelfLife.FromTwoLives(TimeSpan.FromDays(life1), celsius1, TimeSpan.FromDays(life2), celsius2);

        Assert.Equal(q10, shelf.Q10!.Value, 0.05);
        Assert.Equal(energy, shelf.ActivationEnergy!.Value, 0.5);
    }

    [Fact]
    public void Every_profile_states_its_source_and_none_claims_to_be_verified() =>
        Assert.All(
            TemperatureProfile.All,
            p =>
            {
                Assert.NotEmpty(p.Source);
                Assert.False(p.Verified);
                Assert.NotEmpty(p.Limits);
                Assert.True(p.OptimumMinCelsius < p.OptimumMaxCelsius);
            }
        );

    [Fact]
    public void Litchi_is_kept_as_the_sample_season_says()
    {
        var litchi = TemperatureProfile.Of("litchi");

        Assert.Equal((3, 5), (litchi.OptimumMinCelsius, litchi.OptimumMaxCelsius));
        Assert.Equal(3.25, litchi.Life!.Q10);
        Assert.Contains(litchi.Limits, l => l is { Severity: Severity.Excursion, Side: LimitSide.Above, Celsius: 10 });
        Assert.Equal(6, litchi.PrecoolWithinHours);
    }

    [Fact]
    public void An_unknown_class_is_judged_as_chilled_food() =>
        Assert.Same(TemperatureProfile.Chilled, TemperatureProfile.Of("moon-cheese"));

    [Fact]
    public void Without_coverage_the_verdict_is_unknown() =>
        Assert.Equal(TemperatureVerdict.Unknown, Judge([], Nothing, null));

    [Fact]
    public void With_coverage_and_no_breach_there_is_no_excursion() =>
        Assert.Equal(TemperatureVerdict.NoExcursion, Judge([], All, 0.2));

    [Fact]
    public void A_breach_that_used_five_percent_of_life_is_critical()
    {
        var warm = new Excursion(
            TemperatureProfile.Of("litchi").Limits[0],
            new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero),
            9,
            null
        );

        Assert.Equal(TemperatureVerdict.Warning, Judge([warm], All, 0.049));
        Assert.Equal(TemperatureVerdict.Critical, Judge([warm], All, 0.05));
    }

    private static TemperatureVerdict Judge(Excursion[] excursions, Coverage coverage, double? lifeUsed) =>
        TemperatureJudgement.Of(excursions, coverage, lifeUsed, TemperatureProfile.Of("litchi"));
}
