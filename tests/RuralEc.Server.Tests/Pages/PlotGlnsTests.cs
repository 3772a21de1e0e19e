using RuralEc.Gs1;
using RuralEc.Server.Pages.Cooperative;
using Xunit;

namespace RuralEc.Server.Tests.Pages;

public class PlotGlnsTests
{
    private static readonly Gln Own = Gln.Parse("9521234100003");

    // Check digits by GS1 General Specifications 7.9.1, computed by hand.
    [Fact]
    public void The_number_after_the_highest_taken_is_suggested() =>
        Assert.Equal("9521234100034", PlotGlns.NextFree(Own, [Gln.Parse("9521234100010"), Gln.Parse("9521234100027")]));

    [Fact]
    public void Numbers_of_other_thousands_do_not_count() =>
        Assert.Equal("9521234100010", PlotGlns.NextFree(Own, [Gln.FromPrefix("9521234", 20_001)]));

    [Fact]
    public void A_full_thousand_leads_to_no_suggestion() =>
        Assert.Equal("", PlotGlns.NextFree(Own, [Gln.FromPrefix("9521234", 10_999)]));
}
