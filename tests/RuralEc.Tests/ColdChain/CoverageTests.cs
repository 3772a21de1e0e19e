using CsCheck;
using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class CoverageTests
{
    private static readonly DateTimeOffset From = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddHours(4);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly Gen<int[]> Minutes = Gen.Int[-30, 270].Array[0, 80];

    [Fact]
    public void Without_readings_everything_is_a_gap()
    {
        var coverage = Coverage.Of([], From, To, Interval);

        Assert.Equal(0, coverage.Part);
        Assert.Equal(new Gap(From, To), Assert.Single(coverage.Gaps));
    }

    [Fact]
    public void A_reading_before_the_window_covers_its_beginning()
    {
        var coverage = Coverage.Of([From.AddMinutes(-2)], From, To, Interval);

        Assert.Equal(TimeSpan.FromMinutes(3), coverage.Covered);
    }

    [Fact]
    public void Gaps_and_covered_time_fill_the_window() =>
        Minutes.Sample(minutes =>
        {
            var coverage = Of(minutes);

            var silent = coverage.Gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.To - gap.From));
            Assert.Equal(To - From, coverage.Covered + silent);
            Assert.All(coverage.Gaps, gap => Assert.True(From <= gap.From && gap.From < gap.To && gap.To <= To));
            Assert.InRange(coverage.Part, 0, 1);
        });

    [Fact]
    public void Order_and_repetition_change_nothing() =>
        Minutes.Sample(minutes =>
        {
            var one = Of(minutes);
            var again = Of([.. minutes.Reverse(), .. minutes]);

            Assert.Equal(one.Covered, again.Covered);
            Assert.Equal(one.Gaps, again.Gaps);
        });

    [Fact]
    public void One_more_reading_never_covers_less() =>
        Gen.Select(Minutes, Gen.Int[0, 239])
            .Sample((minutes, one) => Assert.True(Of([.. minutes, one]).Covered >= Of(minutes).Covered));

    private static Coverage Of(int[] minutes) =>
        Coverage.Of(minutes.Select(m => From.AddMinutes(m)), From, To, Interval);
}
