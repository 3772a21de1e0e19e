using CsCheck;
using RuralEc.Traceability.Lots;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class MassBalanceTests
{
    private static readonly Gen<decimal> Kilograms = Gen.Int[1, 20_000_000].Select(grams => grams / 1000m);

    [Fact]
    public void The_sample_day_balances()
    {
        // 12,150 kg harvested less 60 kg shrink = 10,800 kg graded + 1,290 kg culls.
        Assert.Null(MassBalance.Check(12_090, 10_800 + 1_290, 0, null, "/outputs"));
        Assert.Equal(0, MassBalance.UnexplainedKg(12_090, 12_090, 0));
    }

    [Theory]
    [InlineData(1000, 980)]
    [InlineData(1000, 1020)]
    public void Two_percent_either_way_is_within_the_tolerance(int input, int output) =>
        Assert.Null(MassBalance.Check(input, output, 0, null, "/outputs"));

    [Fact]
    public void More_than_two_percent_is_refused_with_the_numbers()
    {
        var refusal = MassBalance.Check(1000, 979.999m, 0, null, "/outputs");

        Assert.NotNull(refusal);
        Assert.Equal("mass-balance", refusal.Kind);
        Assert.Equal("/outputs", refusal.Field);
        Assert.Equal(20.001m, refusal.Facts["unexplainedKg"]);
        Assert.Contains("979.999", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stated_loss_with_a_reason_closes_the_balance() =>
        Assert.Null(MassBalance.Check(1000, 900, 100, "雨淋腐烂", "/outputs"));

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void A_stated_loss_needs_a_reason(string? reason) =>
        Assert.Equal("/lossReason", MassBalance.Check(1000, 990, 10, reason, "/outputs")?.Field);

    [Fact]
    public void More_cannot_come_out_than_went_in_whatever_loss_is_stated() =>
        Gen.Select(Kilograms, Kilograms)
            .Sample(
                (input, loss) =>
                    MassBalance.Check(input, input * 1.021m, loss, "雨淋", "/outputs") is { } refusal
                    && refusal.Kind == "mass-balance"
            );

    [Fact]
    public void Stating_the_whole_gap_as_loss_always_balances() =>
        Gen.Select(Kilograms, Gen.Int[0, 100])
            .Sample(
                (input, percent) =>
                    MassBalance.Check(input, input * percent / 100, input * (100 - percent) / 100, "雨淋", "/x") is null
            );
}
