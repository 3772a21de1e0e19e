using RuralEc.Gs1;
using RuralEc.Traceability.Codes;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

public sealed class PackageWayTests
{
    private static readonly Gln Packhouse = Gln.Parse("9521234100027");
    private static readonly Gln District = Gln.Parse("9521234100034");
    private static readonly Gln Warehouse = Gln.Parse("9521234100041");
    private static readonly Gln Town = Gln.Parse("9521234100058");

    private static readonly Guid ToTown = new("01890000-0000-7000-8000-000000000003");

    private static readonly PackageWay.Leg[] Legs =
    [
        Leg(3, "", District, Town, 28),
        Leg(2, "", Packhouse, District, 27),
        Leg(1, "095212340000000013", Packhouse, Warehouse, 27),
    ];

    [Fact]
    public void A_package_went_only_the_way_that_leads_to_its_last_shipment() =>
        Assert.Equal(["N3", "N2"], PackageWay.Way(Legs, ToTown, null).OrderDescending());

    [Fact]
    public void A_package_on_a_pallet_went_where_the_pallet_went() =>
        Assert.Equal(["N1"], PackageWay.Way(Legs, null, "095212340000000013"));

    [Fact]
    public void A_package_that_has_not_left_went_nowhere() => Assert.Empty(PackageWay.Way(Legs, null, null));

    private static PackageWay.Leg Leg(int number, string sscc, Gln from, Gln to, int day) =>
        new(
            new($"01890000-0000-7000-8000-00000000000{number}"),
            sscc,
            from,
            to,
            SampleStories.At(day, 5),
            $"N{number}"
        );
}
