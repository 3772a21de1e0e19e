using CsCheck;
using RuralEc.Traceability.Codes;
using Xunit;
using static RuralEc.Traceability.Codes.TraceCodeState;

namespace RuralEc.Tests.Traceability;

public class TraceCodeLifeTests
{
    [Theory]
    [InlineData(Printed, Activated)]
    [InlineData(Activated, Shipped)]
    [InlineData(Shipped, InMarket)]
    [InlineData(InMarket, Sold)]
    [InlineData(Sold, Recalled)]
    [InlineData(Printed, TraceCodeState.Void)]
    public void A_code_goes_the_way_of_its_package(TraceCodeState from, TraceCodeState to) =>
        Assert.True(TraceCodeLife.MayBecome(from, to));

    [Theory]
    [InlineData(Printed, Shipped)]
    [InlineData(Printed, Sold)]
    [InlineData(Shipped, Activated)]
    [InlineData(Sold, InMarket)]
    [InlineData(Sold, TraceCodeState.Void)]
    public void A_code_skips_no_step_and_goes_not_back(TraceCodeState from, TraceCodeState to) =>
        Assert.False(TraceCodeLife.MayBecome(from, to));

    [Fact]
    public void Void_and_recalled_are_ends_and_no_state_follows_itself() =>
        Gen.Enum<TraceCodeState>()
            .Sample(to =>
                !TraceCodeLife.MayBecome(TraceCodeState.Void, to)
                && !TraceCodeLife.MayBecome(Recalled, to)
                && !TraceCodeLife.MayBecome(to, to)
            );
}
