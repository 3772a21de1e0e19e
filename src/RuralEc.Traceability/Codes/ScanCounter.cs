using System.Threading.Channels;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>
/// Counts scans without making any scan wait: the page says which code was asked for, and <see cref="ScanWriter"/>
/// adds it up later. When 8,192 scans wait to be written, further ones are not counted.
/// </summary>
public sealed class ScanCounter(TimeProvider clock)
{
    private const int Capacity = 8_192;

    private readonly Channel<Scan> _scans = Channel.CreateBounded<Scan>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>Notes a scan of an issued code. Leave out HEAD requests and crawlers.</summary>
    public void Count(CodeFacts scanned) =>
        _scans.Writer.TryWrite(new Scan(scanned.Gtin, scanned.Serial, clock.GetUtcNow()));

    internal ChannelReader<Scan> Waiting => _scans.Reader;

    internal readonly record struct Scan(Gtin Gtin, SerialNumber Serial, DateTimeOffset At);
}
