using System.IO.Compression;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Parquet.Serialization;
using RuralEc.Server.Exports;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Mqtt;
using Xunit;
using static RuralEc.Server.Tests.Mqtt.FailedTrip;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Readings;

/// <summary>The same readings in three kinds of files, read by what did not write them where there is such a thing.</summary>
public class ExportTests
{
    private const string Window = "from=2026-06-26T21:30:00Z&to=2026-06-27T01:35:00Z";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_logger_s_readings_are_the_same_in_each_format(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        await device.PublishAsync(Pack(0, 245, 1));
        const string Path = $"/api/loggers/T1/readings/export?{Window}&format=";

        using var csv = await manager.GetAsync(Path + "csv", Ct);
        Assert.Equal("T1-20260626T2130-20260627T0135.csv", csv.Content.Headers.ContentDisposition!.FileNameStar);
        var octets = await csv.Content.ReadAsByteArrayAsync(Ct);
        Assert.Equal(Encoding.UTF8.GetPreamble(), octets[..3]);
        var lines = Encoding.UTF8.GetString(octets[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "device,quantity,value,calibrated_value,measured_at_utc,received_at_utc,boot,seq,clock_doubtful",
            lines[0]
        );
        Assert.Equal(50, lines.Length);
        Assert.StartsWith("T1,temperature,3.8,3.8,2026-06-26T21:30:00.000Z,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",1,49,False", lines[49], StringComparison.Ordinal);

        using var book = new ZipArchive(await manager.GetStreamAsync(Path + "xlsx", Ct));
        await using var sheet = await book.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Ct);
        var rows = (await XDocument.LoadAsync(sheet, LoadOptions.None, Ct))
            .Descendants()
            .Where(e => e.Name.LocalName == "row")
            .ToList();
        Assert.Equal(50, rows.Count);
        Assert.Contains(rows[25].Descendants(), v => v.Value == "17.6");

        var parquet = await manager.GetByteArrayAsync(Path + "parquet", Ct);
        Assert.Equal("PAR1"u8, parquet.AsSpan(0, 4));
        using var columns = new MemoryStream(parquet);
        var read = (await ParquetSerializer.DeserializeAsync<ReadingRow>(columns, cancellationToken: Ct)).Data;
        Assert.Equal(49, read.Count);
        Assert.Equal(17.6, read.Max(r => r.Value), 1e-9);
        Assert.Equal(Leaves.UtcDateTime, DateTime.SpecifyKind(read[0].MeasuredAtUtc, DateTimeKind.Utc));
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_pallet_s_temperatures_go_to_whom_they_belong_and_formulas_are_no_formulas()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        using var stranger = await server.SignedInAsync(Roles.Manager, OtherCooperative);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        var truck = Guid.CreateVersion7();
        await FailedTrip.PostAsync(
            manager,
            "/api/assets",
            new
            {
                id = truck,
                kind = "truck",
                name = "=HYPERLINK(1)",
                districtCode = "440118",
            }
        );
        await MountAsync(manager, "T1", truck, Leaves.AddHours(-1));
        await server.PackedAsync(FailedTrip.Pallet);
        await PlaceAsync(manager, truck, Leaves);
        await device.PublishAsync(Pack(0, 245, 1));
        var path =
            $"/api/temperature-stories/export?itemUri={Uri.EscapeDataString(FailedTrip.Pallet)}&{Window}&productClass=litchi";

        var csv = await manager.GetStringAsync(path + "&format=csv", Ct);
        Assert.Contains("measured_at_utc,temperature_celsius,asset,device", csv, StringComparison.Ordinal);
        Assert.Contains("2026-06-26T23:30:00.000Z,17.6,\"'=HYPERLINK(1)\",T1", csv, StringComparison.Ordinal);

        using var foreign = await stranger.GetAsync(path + "&format=csv", Ct);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var readings = await stranger.GetAsync($"/api/loggers/T1/readings/export?{Window}&format=csv", Ct);
        Assert.Equal(HttpStatusCode.NotFound, readings.StatusCode);
        using var unknown = await manager.GetAsync(path + "&format=doc", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        using var year = await manager.GetAsync(
            "/api/loggers/T1/readings/export?from=2025-06-26T21:30:00Z&to=2026-06-27T01:35:00Z&format=csv",
            Ct
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, year.StatusCode);
        server.AssertCleanLog();
    }
}
