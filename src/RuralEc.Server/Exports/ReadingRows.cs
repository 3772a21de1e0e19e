using System.Runtime.CompilerServices;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;

namespace RuralEc.Server.Exports;

/// <summary>All readings of a logger as rows, with the calibrations that counted then.</summary>
internal sealed class ReadingRows(LoggerQuery loggers, IReadingStore store)
{
    /// <summary>Of windows, one after the other. The caller decides whose logger it may be.</summary>
    public async IAsyncEnumerable<ReadingRow> OfAsync(
        string device,
        IReadOnlyList<TimeWindow> windows,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var calibrations = await loggers.CalibrationsAsync(device, ct);
        foreach (var window in windows)
        {
            await foreach (var reading in store.AllAsync(device, null, window.From, window.To, ct))
            {
                yield return ReadingRow.Of(reading, calibrations);
            }
        }
    }
}
