namespace RuralEc.FirmwareSim.Wire;

/// <summary>What firmware with a fault makes of a message: never one that the contract allows.</summary>
internal static class Breakage
{
    private const int Kinds = 5;

    /// <param name="message">The message as it should be.</param>
    /// <param name="chance">From 0 up to 1: which of the kinds.</param>
    public static Encoded Of(Encoded message, double chance) =>
        message with
        {
            Octets = (int)(Kinds * chance) switch
            {
                // Cut off where a transmission ended.
                0 => message.Octets[..(message.Octets.Length / 2)],
                1 => ReadOnlyMemory<byte>.Empty,
                2 => "ERR: sensor 17 not found"u8.ToArray(),
                // Erased flash.
                3 => Erased(message.Octets.Length),
                // Well formed, but nothing was measured.
                _ => WithoutValues(message.ContentType),
            },
        };

    private static byte[] Erased(int length)
    {
        var octets = new byte[length];
        Array.Fill(octets, (byte)0xFF);
        return octets;
    }

    private static byte[] WithoutValues(string contentType) =>
        contentType switch
        {
            Payload.Json => """{"b":1,"s":1}"""u8.ToArray(),
            Payload.SenmlJson => "[]"u8.ToArray(),
            _ => [0x80],
        };
}
