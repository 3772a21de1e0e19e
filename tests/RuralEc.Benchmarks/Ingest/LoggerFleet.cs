using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>Loggers DL-0, DL-1 and so on, registered as their party would.</summary>
internal static class LoggerFleet
{
    public static async Task<List<(string Device, string Secret)>> RegisteredAsync(WebApplication app, int loggers)
    {
        var keeper = new ClaimsPrincipal(new ClaimsIdentity([new Claim("party", IngestBenchmark.Party)], "benchmark"));
        var devices = new List<(string, string)>();
        for (var i = 0; i < loggers; i++)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var answer = await scope
                .ServiceProvider.GetRequiredService<LoggerRegister>()
                .RegisterAsync(
                    new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), $"DL-{i}", "benchmark", 300),
                    keeper,
                    CancellationToken.None
                );
            devices.Add(($"DL-{i}", ((DeskAnswer.SecretGiven)answer).Secret));
        }

        return devices;
    }
}
