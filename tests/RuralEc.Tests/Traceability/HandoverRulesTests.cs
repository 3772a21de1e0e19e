using CsCheck;
using RuralEc.Traceability.Handovers;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class HandoverRulesTests
{
    private static readonly DateOnly Day = new(2026, 6, 27);

    private static readonly HandoverTemperatures Cold = new(0, 10, 4.2m, 4.8m, [5.1m, 5.4m, 5.0m], null, null, null);

    [Fact]
    public void Three_cold_surfaces_and_two_signatures_are_accepted()
    {
        Assert.Null(HandoverRules.Check(Cold));
        Assert.Null(HandoverRules.Check(HandoverDecision.Accept, null, Cold, Day, "陈司机", "李仓管"));
    }

    [Fact]
    public void Fewer_than_three_surfaces_need_a_reason()
    {
        var two = Cold with { SurfaceCelsius = [5.1m, 5.4m] };
        Assert.Equal("surface-temperatures-missing", HandoverRules.Check(two)?.Kind);
        Assert.Null(HandoverRules.Check(two with { FewSurfacesReason = "仅两箱" }));
    }

    [Fact]
    public void A_warm_surface_calls_for_the_core_temperature()
    {
        var warm = Cold with { SurfaceCelsius = [5.1m, 10.1m, 5.0m] };
        Assert.Equal("core-temperature-missing", HandoverRules.Check(warm)?.Kind);
        Assert.Null(HandoverRules.Check(warm with { CoreCelsius = 8.9m }));
    }

    [Fact]
    public void A_warm_core_is_never_accepted_without_reserve()
    {
        var warm = Cold with { SurfaceCelsius = [12m, 12m, 12m], CoreCelsius = 11m };
        Assert.Equal(
            "core-out-of-range",
            HandoverRules.Check(HandoverDecision.Accept, null, warm, Day, "陈司机", "李仓管")?.Kind
        );
        Assert.Null(
            HandoverRules.Check(HandoverDecision.AcceptWithReserve, "中心温度 11 °C", warm, Day, "陈司机", "李仓管")
        );
    }

    [Theory]
    [InlineData(HandoverDecision.AcceptWithReserve)]
    [InlineData(HandoverDecision.Reject)]
    public void A_reserve_or_rejection_needs_a_reason(HandoverDecision decision) =>
        Assert.Equal("reason-missing", HandoverRules.Check(decision, "  ", Cold, Day, "陈司机", "李仓管")?.Kind);

    [Fact]
    public void One_person_cannot_sign_for_both() =>
        Assert.Equal(
            "one-signatory",
            HandoverRules.Check(HandoverDecision.Accept, null, Cold, Day, "李仓管", " 李仓管 ")?.Kind
        );

    [Fact]
    public void An_instrument_out_of_calibration_supports_no_clean_acceptance()
    {
        var overdue = Cold with { InstrumentCalibrationDueOn = Day.AddDays(-1) };
        Assert.Equal(
            "calibration-overdue",
            HandoverRules.Check(HandoverDecision.Accept, null, overdue, Day, "陈司机", "李仓管")?.Kind
        );
        Assert.Null(
            HandoverRules.Check(
                HandoverDecision.Accept,
                null,
                Cold with
                {
                    InstrumentCalibrationDueOn = Day,
                },
                Day,
                "陈司机",
                "李仓管"
            )
        );
    }

    [Fact]
    public void Nothing_arrives_that_was_not_sent() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 1_000_000], Gen.Enum<HandoverDecision>())
            .Sample(
                (shipped, more, decision) =>
                    HandoverRules.Check(decision, shipped / 1000m, (shipped + more) / 1000m, "/q")?.Kind
                    == "quantity-exceeds-shipment"
            );

    [Fact]
    public void A_clean_acceptance_takes_everything_and_a_rejection_nothing()
    {
        Assert.Null(HandoverRules.Check(HandoverDecision.Accept, 960, 960, "/q"));
        Assert.Equal("difference-needs-reserve", HandoverRules.Check(HandoverDecision.Accept, 960, 958, "/q")?.Kind);
        Assert.Null(HandoverRules.Check(HandoverDecision.AcceptWithReserve, 960, 958, "/q"));
        Assert.Equal("rejection-accepts-nothing", HandoverRules.Check(HandoverDecision.Reject, 960, 1, "/q")?.Kind);
    }
}
