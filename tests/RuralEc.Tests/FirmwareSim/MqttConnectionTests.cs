using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Play;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

/// <summary>One connection against a peer that says, octet by octet, what a broker says.</summary>
public sealed class MqttConnectionTests : IDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ConnectRequest Request = new("A", "A", "pw", 60, "a/s", "will"u8.ToArray());

    private readonly TcpListener _broker = new(IPAddress.Loopback, 0);
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _heard = [];
    private int _ended;

    public MqttConnectionTests() => _broker.Start();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _broker.Dispose();

    [Fact]
    public async Task A_publish_completes_with_the_reason_of_its_own_answer()
    {
        var (connection, peer) = await OpenAsync();

        var first = connection.PublishAsync("a/r", "1"u8.ToArray(), null);
        var second = connection.PublishAsync("a/r", "2"u8.ToArray(), null);
        Assert.Equal("3209" + "0003612F72" + "0001" + "00" + "31", await ReadAsync(peer, 11));
        Assert.Equal("3209" + "0003612F72" + "0002" + "00" + "32", await ReadAsync(peer, 11));
        await SayAsync(peer, "4003000299" + "40020001");

        Assert.Equal(ReasonCode.PayloadFormatInvalid, await second.WaitAsync(Ct));
        Assert.Equal(ReasonCode.Success, await first.WaitAsync(Ct));
        connection.Dispose();
    }

    [Fact]
    public async Task What_is_not_answered_when_the_connection_ends_has_no_reason()
    {
        var (connection, peer) = await OpenAsync();
        var published = connection.PublishAsync("a/r", "1"u8.ToArray(), null);

        peer.Close();

        Assert.Null(await published.WaitAsync(Ct));
        Assert.False(connection.IsOpen);
        Assert.Null(await connection.PublishAsync("a/r", "2"u8.ToArray(), null));
        await UntilAsync(() => _ended == 1);
    }

    [Fact]
    public async Task A_broker_that_refuses_says_why()
    {
        var refused = await Assert.ThrowsAsync<ConnectionRefusedException>(() => OpenAsync("20030086" + "00"));

        Assert.Equal("BadUserNameOrPassword", refused.Message);
        Assert.Equal(0, _ended);
    }

    [Fact]
    public async Task A_packet_larger_than_the_broker_takes_is_not_sent()
    {
        var (connection, peer) = await OpenAsync("2008000005" + "2700000020"); // maximum packet size 32

        Assert.Equal(ReasonCode.PacketTooLarge, await connection.PublishAsync("a/r", new byte[40], null));
        _ = connection.PublishAsync("a/r", "1"u8.ToArray(), null);

        Assert.StartsWith("32", await ReadAsync(peer, 11), StringComparison.Ordinal);
        connection.Dispose();
    }

    [Fact]
    public async Task Silence_is_broken_by_a_ping_and_a_silent_broker_is_given_up()
    {
        var (connection, peer) = await OpenAsync();

        _time.Advance(TimeSpan.FromSeconds(44));
        connection.Tend(KeepAlive, Patience);
        _time.Advance(TimeSpan.FromSeconds(1));
        connection.Tend(KeepAlive, Patience);
        Assert.Equal("C000", await ReadAsync(peer, 2));
        Assert.True(connection.IsOpen);

        _time.Advance(Patience + TimeSpan.FromSeconds(1));
        connection.Tend(KeepAlive, Patience);
        Assert.False(connection.IsOpen);
    }

    [Fact]
    public async Task A_broker_that_owes_an_answer_too_long_is_given_up_though_it_speaks()
    {
        var (connection, peer) = await OpenAsync();
        var published = connection.PublishAsync("a/r", "1"u8.ToArray(), null);
        await ReadAsync(peer, 11);

        _time.Advance(Patience + TimeSpan.FromSeconds(1));
        var other = connection.PublishAsync("a/r", "2"u8.ToArray(), null);
        await SayAsync(peer, "40020002");
        await other.WaitAsync(Ct);
        connection.Tend(KeepAlive, Patience);

        Assert.False(connection.IsOpen);
        Assert.Null(await published.WaitAsync(Ct));
    }

    [Fact]
    public async Task A_subscription_brings_payloads_and_answers_those_that_ask_for_it()
    {
        var (connection, peer) = await OpenAsync();

        var subscribed = connection.SubscribeAsync("a/a");
        Assert.Equal("8209" + "0001" + "00" + "0003612F61" + "01", await ReadAsync(peer, 11));
        // SUBACK in one piece with a message of QoS 1 and one of QoS 0, cut in the middle.
        await SayAsync(peer, "900400010001" + "320A0003612F61000700" + "6F6B" + "30080003612F6100");
        await SayAsync(peer, "6869");

        Assert.Equal(ReasonCode.GrantedQoS1, await subscribed.WaitAsync(Ct));
        Assert.Equal("40020007", await ReadAsync(peer, 4));
        await UntilAsync(() => _heard.Count == 2);
        Assert.Equal(["ok", "hi"], _heard);
        connection.Dispose();
    }

    [Fact]
    public async Task A_message_longer_than_the_usual_buffer_arrives_whole()
    {
        var (connection, peer) = await OpenAsync();

        await SayAsync(peer, "30D607" + "0003612F61" + "00" + string.Concat(Enumerable.Repeat("78", 976)));

        await UntilAsync(() => _heard.Count == 1);
        Assert.Equal(new string('x', 976), _heard[0]);
        connection.Dispose();
    }

    [Fact]
    public async Task A_farewell_is_DISCONNECT_and_then_the_end()
    {
        var (connection, peer) = await OpenAsync();

        await connection.LeaveAsync().WaitAsync(Ct);

        Assert.Equal("E000", await ReadAsync(peer, 2));
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1], Ct));
        await UntilAsync(() => _ended == 1);
    }

    [Fact]
    public async Task A_broken_connection_is_closed_or_reset_or_says_nothing()
    {
        var (closed, one) = await OpenAsync();
        var (reset, two) = await OpenAsync();
        var (hung, three) = await OpenAsync();

        closed.Drop(Break.Close);
        reset.Drop(Break.Reset);
        hung.Drop(Break.Hang);

        Assert.Equal(0, await one.ReceiveAsync(new byte[1], Ct));
        var error = await Assert.ThrowsAsync<SocketException>(() => two.ReceiveAsync(new byte[1], Ct).AsTask());
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        await SayAsync(three, "D000");
        Assert.Equal(0, three.Available);
        Assert.True(three.Poll(0, SelectMode.SelectWrite) && !three.Poll(0, SelectMode.SelectRead));
        Assert.Equal([false, false, false], [closed.IsOpen, reset.IsOpen, hung.IsOpen]);
        Assert.Equal(3, _ended);
        hung.Dispose();
        Assert.Equal(0, await three.ReceiveAsync(new byte[1], Ct));
    }

    [Fact]
    public void Attempts_to_connect_are_spread_and_none_is_saved_up()
    {
        var pace = new ConnectPace(perSecond: 10, _time);
        var begun = _time.GetTimestamp();
        double Slot() => _time.GetElapsedTime(begun, pace.Reserve()).TotalSeconds;

        Assert.Equal([0, 0.1, 0.2, 0.3], Enumerable.Range(0, 4).Select(_ => Math.Round(Slot(), 3)));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([60, 60.1], Enumerable.Range(0, 2).Select(_ => Math.Round(Slot(), 3)));
    }

    private async Task<(MqttConnection Connection, Socket Peer)> OpenAsync(string answer = "2003000000")
    {
        var address = await BrokerAddress.FindAsync(
            new($"mqtt://127.0.0.1:{((IPEndPoint)_broker.LocalEndpoint).Port}"),
            Ct
        );
        var opening = MqttConnection.OpenAsync(
            address,
            Request,
            _time,
            payload => _heard.Add(Encoding.UTF8.GetString(payload)),
            () => Interlocked.Increment(ref _ended),
            Ct
        );
        var peer = await _broker.AcceptSocketAsync(Ct);
        Assert.StartsWith("10", await ReadAsync(peer, 40), StringComparison.Ordinal);
        await SayAsync(peer, answer);
        return (await opening, peer);
    }

    private static async Task SayAsync(Socket peer, string octets) =>
        await peer.SendAsync(Convert.FromHexString(octets), Ct);

    private static async Task<string> ReadAsync(Socket peer, int octets)
    {
        var read = new byte[octets];
        for (var length = 0; length < octets; )
        {
            var more = await peer.ReceiveAsync(read.AsMemory(length), Ct);
            Assert.NotEqual(0, more);
            length += more;
        }

        return Convert.ToHexString(read);
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        while (!happened())
        {
            await Task.Delay(5, Ct);
        }
    }
}
