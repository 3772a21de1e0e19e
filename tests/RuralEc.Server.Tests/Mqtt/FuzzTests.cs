using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Mqtt.RawDevice;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>
/// Packets with octets changed, cut, doubled and invented, before and after the login: each connection is brought to an
/// end, and a device beside it loses nothing. <c>RURALEC_FUZZ_SEED</c> makes another run, <c>RURALEC_FUZZ_ROUNDS</c> makes it
/// longer.
/// </summary>
public class FuzzTests
{
    private const int Attackers = 4;

    private static readonly int Rounds = Number("RURALEC_FUZZ_ROUNDS", 150);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_octets_come_the_server_ends_them_and_serves_the_others(bool lane)
    {
        var seed = Number("RURALEC_FUZZ_SEED", 7);
        TestContext.Current.TestOutputHelper!.WriteLine($"RURALEC_FUZZ_SEED={seed}");
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services => services.AddSingleton(new MqttOptions { Port = 0, Lane = lane })
        );
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var healthy = await Device.ConnectedAsync(server, manager, "DL-0");
        using var over = new CancellationTokenSource();
        var publishing = PublishAsync(healthy, over.Token);

        await Task.WhenAll(
            Enumerable
                .Range(1, Attackers)
                .Select(async number =>
                {
                    await using var device = await Device.RegisteredAsync(server, manager, $"DL-{number}");
                    var random = new Random(seed + number);
                    for (var round = 0; round < Rounds; round++)
                    {
                        await AttackAsync(
                            device,
                            random,
                            $"RURALEC_FUZZ_SEED={seed}, attacker {number}, round {round}"
                        );
                    }
                })
        );

        await over.CancelAsync();
        var acknowledged = await publishing;
        Assert.True(healthy.Connected, $"seed {seed}");
        var stored = (await healthy.StoredAsync(manager)).Select(r => r!["seq"]!.GetValue<int>()).ToHashSet();
        Assert.True(acknowledged > 0);
        Assert.Empty(Enumerable.Range(1, Math.Min(acknowledged, 1000)).Except(stored));
        server.AssertCleanLog();
    }

    private static async Task AttackAsync(Device device, Random random, string which)
    {
        using var raw = random.Next(4) > 0 ? await SignedInAsync(device) : await OpenAsync(device.Port);
        var octets = Mutated(Sample(device, random), random);
        await raw.SendAsync([.. octets, .. Packet(0xC0)]);
        raw.Finish();
        try
        {
            // What a server may say: no CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ or AUTH, and nothing after DISCONNECT.
            var said = (await raw.RestAsync()).Select(packet => packet[0] >> 4).ToList();
            Assert.True(said.All(type => type is (>= 2 and <= 7) or 9 or 11 or 13 or 14), which);
            Assert.True(said.IndexOf(14) is var end && (end < 0 || end == said.Count - 1), which);
        }
        catch (TimeoutException hanging)
        {
            Assert.Fail($"{which}: {Convert.ToHexString(octets)} was left hanging. {hanging.Message}");
        }
    }

    /// <summary>A right packet, of any type, or two of them.</summary>
    private static byte[] Sample(Device device, Random random)
    {
        var topic = $"re/1/{Device.Party}/{device.Name}/{"resacn"[random.Next(6)]}";
        var payload = Encoding.UTF8.GetBytes($$"""{"b":1,"s":{{random.Next(1, 9)}},"v":4}""");
        byte[] properties = random.Next(2) == 0 ? [0] : [8, 0x01, 1, 0x03, 0, 0, 0x23, 0, 1];
        return random.Next(11) switch
        {
            0 => Connect(device),
            1 or 2 or 3 => Packet(0x32, [.. Text(topic), 0, 1, .. properties, .. payload]),
            4 => Packet(0x30, [.. Text(topic), .. properties, .. payload]),
            5 => Packet(0x34, [.. Text(topic), 0, 2, .. properties, .. payload]),
            6 => Packet(0x82, [0, 3, 0, .. Text(topic), 1, .. Text("#"), 0]),
            7 => Packet(0xA2, [0, 4, 0, .. Text(topic)]),
            8 => Packet((byte)(random.Next(4, 8) << 4), 0, 1, 0, 0),
            9 => Packet(0xE0, 4, 5, 0x11, 0, 0, 0, 1),
            _ => [.. Sample(device, random), .. Sample(device, random)],
        };
    }

    private static byte[] Mutated(byte[] octets, Random random)
    {
        var mutated = octets.ToList();
        for (var times = random.Next(1, 4); times > 0 && mutated.Count > 0; times--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(7))
            {
                case 0:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 2:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                case 3:
                    mutated.RemoveAt(at);
                    break;
                case 4:
                    mutated.Insert(at, (byte)random.Next(256));
                    break;
                case 5:
                    mutated.InsertRange(at, mutated[..Math.Min(mutated.Count, 40)]);
                    break;
                default:
                    var invented = new byte[random.Next(1, 200)];
                    random.NextBytes(invented);
                    mutated.InsertRange(at, invented);
                    break;
            }
        }

        return [.. mutated];
    }

    /// <returns>How many readings, numbered from 1, were acknowledged.</returns>
    private static async Task<int> PublishAsync(Device device, CancellationToken over)
    {
        var seq = 0;
        while (!over.IsCancellationRequested && seq < 1000)
        {
            var answer = await device.PublishAsync(
                $$"""{"b":1,"s":{{seq + 1}},"t":{{1_782_423_000_000 + seq}},"v":4}"""
            );
            Assert.True(answer.IsSuccess, answer.ReasonString);
            seq++;
            await Task.Delay(5, Ct);
        }

        return seq;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
