using System.Reflection;
using Xunit;

namespace RuralEc.Tests.Architecture;

public class ArrowsTests
{
    [Theory]
    [InlineData("RuralEc.Gs1", "")]
    [InlineData("RuralEc.Epcis", "RuralEc.Gs1")]
    [InlineData("RuralEc.Traceability", "RuralEc.Epcis RuralEc.Gs1")]
    [InlineData("RuralEc.ColdChain", "RuralEc.Gs1")]
    [InlineData("RuralEc.Logistics", "RuralEc.Gs1 RuralEc.Spatial")]
    [InlineData("RuralEc.Spatial", "")]
    [InlineData("RuralEc.FirmwareSim", "")]
    public void A_room_sees_only_the_rooms_it_may(string room, string allowed)
    {
        var seen = Assembly
            .Load(room)
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(name => name.StartsWith("RuralEc.", StringComparison.Ordinal));

        Assert.Empty(seen.Except(allowed.Split(' ')));
    }

    [Fact]
    public void The_keys_need_nothing_but_the_base_library()
    {
        var outside = Assembly
            .Load("RuralEc.Gs1")
            .GetReferencedAssemblies()
            .Where(a => !a.Name!.StartsWith("System", StringComparison.Ordinal) && a.Name != "netstandard");

        Assert.Empty(outside);
    }
}
