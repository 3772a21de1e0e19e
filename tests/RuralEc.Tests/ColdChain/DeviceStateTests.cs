using System.Text;
using CsCheck;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class DeviceStateTests
{
    [Fact]
    public void A_birth_and_a_death_are_read()
    {
        Assert.True(
            DeviceState.TryParse("""{"on":1,"b":7,"fw":"1.4","interval":300}"""u8.ToArray(), out var birth, out _)
        );
        Assert.Equal(new StateMessage(1, 7, "1.4", 300), birth);

        Assert.True(DeviceState.TryParse("""{"on":0,"b":7}"""u8.ToArray(), out var death, out _));
        Assert.Equal(new StateMessage(0, 7), death);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"on":2,"b":7}""")]
    [InlineData("""{"b":7}""")]
    [InlineData("""{"on":1}""")]
    [InlineData("""{"on":1,"b":-1}""")]
    [InlineData("""{"on":1,"b":7,"interval":0}""")]
    [InlineData("""{"on":1,"b":7,"fw":"\ud800"}""")]
    [InlineData("""{"on":1,"b":7,"fw":"01234567890123456789012345678901234567890"}""")]
    public void What_is_no_state_is_refused(string payload)
    {
        Assert.False(DeviceState.TryParse(Encoding.UTF8.GetBytes(payload), out _, out var why));
        Assert.Equal(RefusalKind.NotReadings, why.Kind);
    }

    [Fact]
    public void No_octets_throw() =>
        Gen.Select(Gen.Int[0, 60], Gen.Byte)
            .Sample(
                (place, octet) =>
                {
                    byte[] octets = [.. """{"on":1,"b":7,"fw":"1.4\u00e9","interval":300}"""u8];
                    octets[place % octets.Length] = octet;
                    return DeviceState.TryParse(octets, out var state, out var why)
                        ? state is not null
                        : why is not null;
                }
            );
}
