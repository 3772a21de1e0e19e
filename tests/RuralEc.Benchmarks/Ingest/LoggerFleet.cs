using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.Gs1;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>Loggers DL-0, DL-1 and so on, registered as their party would.</summary>
internal static class LoggerFleet
{
    public static async Task<List<(string Device, string Secret)>> RegisteredAsync(
        WebApplication app,
        int loggers,
        string prefix = "DL"
    )
    {
        var keeper = new ClaimsPrincipal(new ClaimsIdentity([new Claim("party", IngestBenchmark.Party)], "benchmark"));
        var devices = new List<(string, string)>();
        for (var i = 0; i < loggers; i++)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var answer = await scope
                .ServiceProvider.GetRequiredService<LoggerRegister>()
                .RegisterAsync(
                    new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), $"{prefix}-{i}", "benchmark", 300),
                    keeper,
                    CancellationToken.None
                );
            devices.Add(($"{prefix}-{i}", ((DeskAnswer.SecretGiven)answer).Secret));
        }

        return devices;
    }

    /// <summary>Puts them into cold rooms with a limit of 8 °C, beside a pallet of litchi.</summary>
    /// <returns>The room of each.</returns>
    public static async Task<IReadOnlyList<Guid>> MountAsync(
        WebApplication app,
        IEnumerable<string> devices,
        TimeSpan since,
        int ofARoom = 10
    )
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbContext>();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var rooms = new List<Guid>();
        foreach (var (number, some) in devices.Chunk(ofARoom).Index())
        {
            var room = new Asset
            {
                Id = Guid.CreateVersion7(now),
                Kind = AssetKind.ColdRoom,
                Name = $"Room {number}",
                PartyGln = Gln.Parse(IngestBenchmark.Party),
                DistrictCode = "440118",
                MaxCelsius = 8,
                RegisteredAt = now,
            };
            db.Add(room);
            rooms.AddRange(some.Select(_ => room.Id));
            db.AddRange(
                some.Select(device => new Mounting
                {
                    Id = Guid.CreateVersion7(now),
                    Device = device,
                    AssetId = room.Id,
                    From = now - since,
                    RecordedAt = now,
                })
            );
            db.Add(
                new Placement
                {
                    Id = Guid.CreateVersion7(now),
                    ItemUri = "https://id.gs1.org/00/095212340000000013",
                    AssetId = room.Id,
                    ProductClass = "litchi",
                    From = now - since,
                    RecordedAt = now,
                }
            );
        }

        await db.SaveChangesAsync();
        return rooms;
    }
}
