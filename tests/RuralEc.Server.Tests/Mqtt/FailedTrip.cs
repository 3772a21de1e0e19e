using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>The sample season's truck whose refrigeration failed, as it is registered and as its logger tells it.</summary>
internal static class FailedTrip
{
    public const string Pallet = "https://id.gs1.org/00/095212340000000013";

    public static readonly DateTimeOffset Leaves = new(2026, 6, 27, 5, 30, 0, TimeSpan.FromHours(8));

    public static object Truck(Guid id, string name) =>
        new
        {
            id,
            kind = "truck",
            name,
            districtCode = "440118",
        };

    public static async Task<Guid> AssetAsync(HttpClient caller)
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(HttpStatusCode.Created, await PostAsync(caller, "/api/assets", Truck(id, "T1")));
        return id;
    }

    public static async Task MountAsync(HttpClient caller, string device, Guid assetId, DateTimeOffset from) =>
        Assert.Equal(
            HttpStatusCode.Created,
            await PostAsync(
                caller,
                "/api/mountings",
                new
                {
                    id = Guid.CreateVersion7(),
                    device,
                    assetId,
                    from,
                }
            )
        );

    public static async Task PlaceAsync(HttpClient caller, Guid assetId, DateTimeOffset from) =>
        Assert.Equal(
            HttpStatusCode.Created,
            await PostAsync(
                caller,
                "/api/placements",
                new
                {
                    id = Guid.CreateVersion7(),
                    itemUri = Pallet,
                    assetId,
                    from,
                    productClass = "litchi",
                }
            )
        );

    public static async Task<HttpStatusCode> PostAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync(path, body);
        return answer.StatusCode;
    }

    /// <summary>Minutes of the sample season's truck as a SenML pack.</summary>
    public static string Pack(int fromMinute, int beforeMinute, int seq)
    {
        var values = Enumerable
            .Range(0, 49)
            .Select(i => i * 5)
            .Where(m => m >= fromMinute && m < beforeMinute)
            .Select(m =>
                string.Create(CultureInfo.InvariantCulture, $$"""{"n":"t","t":{{m * 60}},"v":{{Celsius(m):0.####}}}""")
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""[{"n":"boot","v":1},{"n":"seq","v":{{seq}}},{"bt":{{Leaves.ToUnixTimeSeconds()}},"bu":"Cel"},{{string.Join(',', values)}}]"""
        );
    }

    private static double Celsius(int minute) =>
        minute switch
        {
            <= 30 => 3.8,
            <= 120 => 3.8 + (13.8 * (minute - 30) / 90),
            <= 140 => 17.6,
            <= 185 => 17.6 - (13.1 * (minute - 140) / 45),
            _ => 4.5 - (0.6 * (minute - 185) / 55),
        };
}
