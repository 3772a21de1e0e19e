using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RuralEc.ColdChain.Devices;

/// <summary>Keeps what devices say of themselves: births after each connect, deaths by will (docs/mqtt.md).</summary>
public sealed class DeviceState(IServiceScopeFactory scopes)
{
    private const int LongestFirmware = 40;
    private const int LongestInterval = 86_400;

    /// <summary>Reads a state message; never throws on any bytes.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out StateMessage? state,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        state = null;
        refusal = null;
        try
        {
            state =
                payload.Length <= 1024
                    ? JsonSerializer.Deserialize(payload.Span, StateJson.Default.StateMessage)
                    : null;
        }
        catch (JsonException)
        {
            // Answered below like every other text that is no state.
        }

        if (
            state is not { On: 0 or 1 }
            || state.Firmware is { Length: > LongestFirmware }
            || state.Firmware?.Any(char.IsControl) == true
            || state.Interval is < 1 or > LongestInterval
        )
        {
            state = null;
            refusal = new(
                RefusalKind.NotReadings,
                """A state is {"on":1,"b":boot,"fw":"…","interval":seconds} or {"on":0,"b":boot}."""
            );
        }

        return state is not null;
    }

    /// <summary>A will older than the last birth is passed over: the device has connected again since.</summary>
    public async Task KeepAsync(string device, StateMessage state, DateTimeOffset at, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var loggers = scope.ServiceProvider.GetRequiredService<DbContext>().Set<DataLogger>();
        long boot = state.Boot;
        if (state.On == 1)
        {
            await loggers
                .Where(l => l.Device == device)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(l => l.Boot, boot)
                            .SetProperty(l => l.Firmware, l => state.Firmware ?? l.Firmware)
                            .SetProperty(l => l.BornAt, at)
                            .SetProperty(l => l.DiedAt, (DateTimeOffset?)null),
                    ct
                );
        }
        else
        {
            await loggers
                .Where(l => l.Device == device && (l.Boot == null || l.Boot <= boot))
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.DiedAt, at), ct);
        }
    }
}

/// <param name="On">1 birth, 0 death.</param>
/// <param name="Boot">Counter of power-ups.</param>
/// <param name="Interval">Seconds between two samples.</param>
/// <param name="Revision">The settings that it works by.</param>
public sealed record StateMessage(
    [property: JsonPropertyName("on")] int On,
    [property: JsonPropertyName("b")] uint Boot,
    [property: JsonPropertyName("fw")] string? Firmware = null,
    [property: JsonPropertyName("interval")] int? Interval = null,
    [property: JsonPropertyName("ver")] int? Revision = null
);

[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StateMessage))]
internal sealed partial class StateJson : JsonSerializerContext;
