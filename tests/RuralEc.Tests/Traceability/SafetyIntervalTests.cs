using RuralEc.Traceability.Plots;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class SafetyIntervalTests
{
    private static readonly DateOnly LastSpray = new(2026, 6, 12);

    [Theory]
    [InlineData(25, false)]
    [InlineData(26, true)]
    public void Fourteen_days_after_the_twelfth_harvest_is_allowed_from_the_twenty_sixth(int day, bool allowed)
    {
        var spray = Entry(LastSpray, 14);

        Assert.Equal(new DateOnly(2026, 6, 26), SafetyInterval.AllowedFrom(spray));
        Assert.Equal(allowed, SafetyInterval.Forbidding([spray], new DateOnly(2026, 6, day)) is null);
    }

    [Fact]
    public void The_entry_with_the_latest_allowed_day_forbids()
    {
        var early = Entry(new DateOnly(2026, 6, 1), 28);
        var late = Entry(LastSpray, 14);

        Assert.Same(early, SafetyInterval.Forbidding([late, early], new DateOnly(2026, 6, 20)));
    }

    [Fact]
    public void What_is_applied_after_the_harvest_does_not_forbid_it() =>
        Assert.Null(SafetyInterval.Forbidding([Entry(LastSpray, 14)], LastSpray.AddDays(-1)));

    [Fact]
    public void A_harvest_on_the_day_of_application_is_forbidden() =>
        Assert.NotNull(SafetyInterval.Forbidding([Entry(LastSpray, 14)], LastSpray));

    [Theory]
    [InlineData("吡唑醚菌酯", null, 14, IntervalBasis.Reference)]
    [InlineData("Pyraclostrobin", null, 14, IntervalBasis.Reference)]
    [InlineData("吡唑醚菌酯", 21, 21, IntervalBasis.Label)]
    [InlineData("吡唑醚菌酯", 7, 14, IntervalBasis.Reference)] // the longer holds
    [InlineData("未列明成分", 10, 10, IntervalBasis.Label)]
    public void The_longer_of_label_and_reference_holds(string ingredient, int? label, int days, IntervalBasis basis) =>
        Assert.Equal((days, basis), SafetyInterval.Of(FarmWork.Pesticide, ingredient, "litchi", label));

    [Fact]
    public void A_pesticide_without_any_known_interval_has_none_to_rely_on() =>
        Assert.Null(SafetyInterval.Of(FarmWork.Pesticide, "未列明成分", "litchi", null));

    [Fact]
    public void Fertiliser_needs_no_interval() =>
        Assert.Equal((0, IntervalBasis.None), SafetyInterval.Of(FarmWork.Fertiliser, null, "litchi", null));

    private static FarmLogEntry Entry(DateOnly lastDay, int intervalDays) =>
        new()
        {
            AppliedFrom = lastDay,
            AppliedTo = lastDay,
            IntervalDays = intervalDays,
            Operator = "示例",
            AccountId = "",
            Fingerprint = "",
        };
}
