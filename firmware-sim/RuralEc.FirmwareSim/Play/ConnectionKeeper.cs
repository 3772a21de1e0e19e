using System.Collections.Concurrent;
using RuralEc.FirmwareSim.Mqtt;

namespace RuralEc.FirmwareSim.Play;

/// <summary>Keeps every connection of the fleet alive with one timer.</summary>
internal sealed class ConnectionKeeper(TimeProvider time)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    // A server under load acknowledges late, and that is right; a minute is not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<MqttConnection, TimeSpan> _kept = [];

    /// <param name="keepAlive">The keep-alive that was agreed; a packet goes out after three quarters of it.</param>
    public void Keep(MqttConnection connection, TimeSpan keepAlive) => _kept[connection] = 0.75 * keepAlive;

    public void Forget(MqttConnection connection) => _kept.TryRemove(connection, out _);

    public async Task RunAsync(CancellationToken ct)
    {
        using var rounds = new PeriodicTimer(Round, time);
        try
        {
            while (await rounds.WaitForNextTickAsync(ct))
            {
                foreach (var (connection, keepAlive) in _kept)
                {
                    connection.Tend(keepAlive, Patience);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
