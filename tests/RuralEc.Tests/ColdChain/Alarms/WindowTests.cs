using RuralEc.ColdChain.Alarms.Windows;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

public class WindowTests
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    // 2026-06-26 is a Friday.
    [Fact]
    public void A_nightly_window_over_midnight_is_found_on_both_sides_of_it()
    {
        var window = Window(At(26, 23, 30), 60, weekdays: 0b111_1111);

        Assert.Null(window.At(At(26, 23, 29)));
        Assert.Equal((At(26, 23, 30), At(27, 0, 30)), window.At(At(27, 0, 29)));
        Assert.Null(window.At(At(27, 0, 30)));
        Assert.Equal((At(27, 23, 30), At(28, 0, 30)), window.At(At(28, 0, 0)));
    }

    [Fact]
    public void It_falls_only_on_its_weekdays_by_the_clock_of_China()
    {
        var saturdays = Window(At(26, 2, 0), 30, weekdays: 0b010_0000);

        Assert.Null(saturdays.At(At(26, 2, 10)));
        Assert.NotNull(saturdays.At(At(27, 2, 10)));
        Assert.NotNull(saturdays.At(At(27, 2, 10).ToUniversalTime()));
        Assert.Equal(At(27, 2, 0), saturdays.Next(At(26, 2, 10)));
    }

    [Fact]
    public void Once_is_once()
    {
        var window = Window(At(26, 2, 0), 30, weekdays: 0);

        Assert.NotNull(window.At(At(26, 2, 0)));
        Assert.Null(window.At(At(27, 2, 0)));
        Assert.Null(window.Next(At(26, 3, 0)));
        Assert.Equal(At(26, 2, 0), window.Next(At(1, 0, 0)));
    }

    [Fact]
    public void A_withdrawn_one_ends_at_once()
    {
        var window = Window(At(26, 2, 0), 30, weekdays: 0b111_1111);
        window.EndedAt = At(28, 2, 10);

        Assert.NotNull(window.At(At(27, 2, 20)));
        Assert.NotNull(window.At(At(28, 2, 9)));
        Assert.Null(window.At(At(28, 2, 10)));
        Assert.Null(window.At(At(29, 2, 10)));
    }

    [Fact]
    public void An_alarm_waits_for_the_longest_window_it_falls_in_and_for_no_further_one()
    {
        PlannedWindow[] windows =
        [
            Window(At(26, 2, 0), 30, 0),
            Window(At(26, 2, 10), 60, 0),
            Window(At(26, 3, 5), 60, 0),
        ];

        Assert.Equal(At(26, 3, 10), Hold.Of(windows, At(26, 2, 20))!.Until);
        Assert.Null(Hold.Of(windows, At(26, 1, 59)));
    }

    [Fact]
    public void A_window_that_is_announced_afterwards_is_shown_and_holds_nothing()
    {
        var window = Window(At(26, 2, 0), 30, 0);
        window.RecordedAt = At(26, 2, 25);

        var hold = Hold.Of([window], At(26, 2, 20));
        Assert.Equal(window.Id, hold!.WindowId);
        Assert.Null(hold.Until);
    }

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 6, day, hour, minute, 0, China);

    private static PlannedWindow Window(DateTimeOffset from, int minutes, int weekdays) =>
        new()
        {
            Id = Guid.CreateVersion7(from),
            DistrictCode = "440118",
            RecordedBy = "test",
            From = from,
            LengthMinutes = minutes,
            Weekdays = weekdays,
            RecordedAt = At(1, 0, 0),
        };
}
