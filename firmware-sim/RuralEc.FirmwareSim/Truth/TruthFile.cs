using System.Buffers;
using System.Text.Json;

namespace RuralEc.FirmwareSim.Truth;

/// <summary>
/// The ground truth of a run as JSON Lines (firmware-sim/truth.md). Lines are written as soon as they are known, and
/// nothing is kept in memory.
/// </summary>
internal sealed class TruthFile : IDisposable
{
    private const int FlushOctets = 64 * 1024;
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly Stream _file;
    private readonly ArrayBufferWriter<byte> _lines = new(2 * FlushOctets);
    private readonly Utf8JsonWriter _json;
    private readonly Lock _gate = new();
    private long _flushed;

    /// <exception cref="TruthFileException">The file cannot be made.</exception>
    public TruthFile(string path, TimeProvider time)
    {
        _time = time;
        try
        {
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            throw new TruthFileException(path, disk);
        }

        _path = path;
        _json = new(_lines);
        _flushed = time.GetTimestamp();
    }

    /// <summary>Unix milliseconds by the clock of this machine.</summary>
    public long WallMilliseconds => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a line; any thread may.</summary>
    /// <param name="kind">What the line tells: its member <c>k</c>.</param>
    /// <param name="state">What <paramref name="members"/> needs.</param>
    /// <param name="members">Writes the other members.</param>
    /// <exception cref="TruthFileException">The disk does not take it.</exception>
    public void Add<T>(string kind, T state, Action<Utf8JsonWriter, T> members)
    {
        lock (_gate)
        {
            _json.WriteStartObject();
            _json.WriteString("k", kind);
            members(_json, state);
            _json.WriteEndObject();
            _json.Flush();
            _json.Reset();
            _lines.Write("\n"u8);
            if (_lines.WrittenCount >= FlushOctets || _time.GetElapsedTime(_flushed) >= FlushEvery)
            {
                Flush();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Flush();
            _json.Dispose();
            _file.Dispose();
        }
    }

    private void Flush()
    {
        try
        {
            _file.Write(_lines.WrittenSpan);
            _file.Flush();
        }
        catch (IOException disk)
        {
            throw new TruthFileException(_path, disk);
        }

        _lines.ResetWrittenCount();
        _flushed = _time.GetTimestamp();
    }
}

/// <summary>The ground truth cannot be written.</summary>
internal sealed class TruthFileException(string path, Exception reason)
    : Exception($"--truth: {path} cannot be written: {reason.Message}", reason);
