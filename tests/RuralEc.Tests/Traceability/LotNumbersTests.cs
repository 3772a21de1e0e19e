using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class LotNumbersTests
{
    private static readonly DateOnly Day = new(2026, 6, 26);

    [Fact]
    public void The_thirteenth_run_of_plot_seven_on_26_june_2026_is_2606260713() =>
        Assert.Equal("2606260713", LotNumbers.Suggest(Day, 7, [BatchNumber.Parse("2606260712")]).ToString());

    [Fact]
    public void The_first_run_is_one_whatever_other_numbers_people_chose() =>
        Assert.Equal(
            "2606260701",
            LotNumbers.Suggest(Day, 7, [BatchNumber.Parse("A-1"), BatchNumber.Parse("2606260809")]).ToString()
        );

    [Fact]
    public void After_ninety_nine_runs_there_is_none() =>
        Assert.Null(LotNumbers.Suggest(Day, 7, [BatchNumber.Parse("2606260799")]));

    [Fact]
    public void A_graded_lot_has_its_parents_number_and_the_mark_of_its_grade()
    {
        Assert.Equal("2606260713-T", LotNumbers.OfGrade(BatchNumber.Parse("2606260713"), "T").ToString());
        Assert.Null(LotNumbers.OfGrade(BatchNumber.Parse("12345678901234567890"), "T"));
    }
}
