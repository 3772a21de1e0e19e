using RuralEc.ColdChain;
using RuralEc.ColdChain.Evidence;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class ReadingTallyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 26, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Missing_numbers_are_counted_start_by_start_however_many_quantities_share_one()
    {
        var tally = new ReadingTally();
        foreach (var (boot, number) in new (uint, uint)[] { (1, 10), (1, 11), (1, 14), (2, 1), (2, 3) })
        {
            tally.Add(Of(Quantities.Temperature, boot, number, 0));
            tally.Add(Of(Quantities.Humidity, boot, number, 0));
        }

        // 12 and 13 of the first start, 2 of the second.
        Assert.Equal(3, tally.MissingNumbers);
        Assert.Equal(10, tally.Readings);
        Assert.Equal(5, tally.Temperatures.Count);
    }

    [Fact]
    public void Delays_are_received_minus_measured_and_a_clock_that_is_ahead_is_negative()
    {
        var tally = new ReadingTally();
        Assert.Null(tally.Delay);
        foreach (var seconds in new[] { 2, -5, 90 })
        {
            tally.Add(Of(Quantities.Temperature, null, null, seconds));
        }

        Assert.Equal(new DelaySeconds(-5, 2, 90), tally.Delay);
        Assert.Equal(0, tally.MissingNumbers);
    }

    private static Reading Of(string quantity, uint? boot, uint? number, double delay) =>
        new("A1", boot, number, quantity, Noon, Noon.AddSeconds(delay), 4);
}
