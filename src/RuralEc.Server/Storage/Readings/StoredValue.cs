using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>A reading without what its series says already: device and quantity.</summary>
/// <param name="Boot">Null where the device does not count; then <paramref name="Seq"/> is 0.</param>
/// <param name="MeasuredAt">Unix milliseconds of the device's clock.</param>
/// <param name="ReceivedAt">Unix milliseconds of the server's clock.</param>
internal readonly record struct StoredValue(uint? Boot, uint Seq, long MeasuredAt, long ReceivedAt, double Value)
{
    public static StoredValue Of(in Reading reading) =>
        new(
            reading.Boot,
            reading.Seq ?? 0,
            reading.MeasuredAt.ToUnixTimeMilliseconds(),
            reading.ReceivedAt.ToUnixTimeMilliseconds(),
            reading.Value
        );

    public Reading In(string device, string quantity) =>
        new(
            device,
            Boot,
            Boot is null ? null : Seq,
            quantity,
            DateTimeOffset.FromUnixTimeMilliseconds(MeasuredAt),
            DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAt),
            Value
        );
}
