using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// What is past its time of a packed series: chunks that go, what stays of them, and the hours of what goes. One
/// transaction, so that a reading is either raw or in its hour.
/// </summary>
internal sealed class SeriesRemoval
{
    private readonly long _device;
    private readonly string _quantity;
    private readonly List<(long Id, StoredValue[] Left)> _chunks = [];
    private readonly List<StoredValue> _gone = [];

    private SeriesRemoval(long device, string quantity) => (_device, _quantity) = (device, quantity);

    /// <summary>Values that go.</summary>
    public int Count => _gone.Count;

    /// <returns>Null where nothing is past its time.</returns>
    public static SeriesRemoval? Of(
        SqliteConnection file,
        long device,
        string quantity,
        DateTimeOffset before,
        IReadOnlyList<TimeWindow> kept
    )
    {
        var removal = new SeriesRemoval(device, quantity);
        var end = before.ToUnixTimeMilliseconds();
        var windows = kept.Select(w => (From: w.From.ToUnixTimeMilliseconds(), To: w.To.ToUnixTimeMilliseconds()))
            .ToList();
        using var select = file.Statement(
            """
            SELECT id, from_at, to_at, data FROM chunks
            WHERE device = $device AND quantity = (SELECT id FROM quantities WHERE name = $quantity) AND from_at < $end
            """,
            ("$device", device),
            ("$quantity", quantity),
            ("$end", end)
        );
        using var row = select.ExecuteReader();
        while (row.Read())
        {
            var (from, to) = (row.GetInt64(1), row.GetInt64(2));
            if (!windows.Exists(w => w.From <= from && to < w.To))
            {
                removal.Add(
                    row.GetInt64(0),
                    ReadingChunk.FromBytes(row.GetFieldValue<byte[]>(3)),
                    at => at >= end || windows.Exists(w => w.From <= at && at < w.To)
                );
            }
        }

        return removal.Count > 0 ? removal : null;
    }

    public void Write(SqliteConnection writer) =>
        writer.InTransaction(file =>
        {
            var quantity = (long)file.Scalar("SELECT id FROM quantities WHERE name = $name", ("$name", _quantity))!;
            foreach (var (id, rest) in _chunks)
            {
                file.Execute("DELETE FROM chunks WHERE id = $id", ("$id", id));
                if (rest.Length > 0)
                {
                    PackedReadings.Insert(file, id, _device, quantity, rest, ReadingChunk.ToBytes(rest));
                }
            }

            var hours = HourRollup.Of(_quantity, [.. _gone.Select(v => (v.MeasuredAt, v.Value))]);
            RemovedHours.Add(file, _device, quantity, hours);
            return true;
        });

    private void Add(long chunk, StoredValue[] values, Func<long, bool> stays)
    {
        var rest = Array.FindAll(values, v => stays(v.MeasuredAt));
        if (rest.Length == values.Length)
        {
            return;
        }

        _chunks.Add((chunk, rest));
        _gone.AddRange(values.Where(v => !stays(v.MeasuredAt)));
    }
}
