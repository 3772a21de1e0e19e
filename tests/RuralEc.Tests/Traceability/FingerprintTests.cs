using RuralEc.Gs1;
using RuralEc.Traceability;
using RuralEc.Traceability.Lots;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class FingerprintTests
{
    private static readonly LotAmount Amount = new(Gtin.Parse("09521234500018"), BatchNumber.Parse("2606260713"), 2.5m);

    [Fact]
    public void The_same_amount_written_otherwise_is_the_same() =>
        Assert.Equal(Fingerprint.Of(Amount), Fingerprint.Of(Amount with { Quantity = 2.500m }));

    [Fact]
    public void Another_lot_or_amount_is_another()
    {
        Assert.NotEqual(Fingerprint.Of(Amount), Fingerprint.Of(Amount with { Quantity = 2.6m }));
        Assert.NotEqual(Fingerprint.Of(Amount), Fingerprint.Of(Amount with { Lot = BatchNumber.Parse("2606260714") }));
    }

    [Fact]
    public void It_is_a_sha_256_in_hexadecimal() => Assert.Matches("^[0-9a-f]{64}$", Fingerprint.Of(Amount));
}
