namespace RuralEc.ColdChain;

/// <summary>A message that could not be taken, kept so that nothing is lost in silence.</summary>
/// <param name="Payload">The first <see cref="KeptOctets"/> octets.</param>
/// <param name="Size">Octets of the whole message.</param>
/// <param name="Id">Its row in the store; 0 while it is not stored.</param>
public sealed record DeadLetter(
    string Device,
    DateTimeOffset ReceivedAt,
    RefusalKind Kind,
    string Detail,
    byte[] Payload,
    int Size,
    long Id = 0
)
{
    /// <summary>All of it was kept, so that it can be tried again.</summary>
    public bool IsWhole => Payload.Length == Size;

    /// <summary>Octets of a message that are kept.</summary>
    public const int KeptOctets = 4096;

    /// <summary>Letters kept for one device; a device gone mad must not fill the disk.</summary>
    public const int KeptPerDevice = 500;

    public static DeadLetter Of(string device, DateTimeOffset receivedAt, Refusal why, ReadOnlySpan<byte> payload) =>
        new(
            device,
            receivedAt,
            why.Kind,
            why.Detail,
            payload[..Math.Min(payload.Length, KeptOctets)].ToArray(),
            payload.Length
        );

    /// <summary>A reading whose number is already taken by <paramref name="storedValue"/>.</summary>
    public static DeadLetter OfReused(Reading reading, double storedValue)
    {
        var text = FormattableString.Invariant(
            $$"""{"b":{{reading.Boot}},"s":{{reading.Seq}},"t":{{reading.MeasuredAt.ToUnixTimeMilliseconds()}},"{{reading.Quantity}}":{{reading.Value}}}"""
        );
        var detail = FormattableString.Invariant(
            $"boot {reading.Boot}, seq {reading.Seq}: {reading.Quantity} is stored as {storedValue} already."
        );
        return Of(
            reading.Device,
            reading.ReceivedAt,
            new(RefusalKind.NumberReused, detail),
            System.Text.Encoding.UTF8.GetBytes(text)
        );
    }
}
