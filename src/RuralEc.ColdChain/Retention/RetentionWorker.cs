using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RuralEc.ColdChain.Retention;

/// <summary>Worker: sweeps an hour after the start, when things are quiet, and then every day.</summary>
public sealed class RetentionWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RetentionWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromHours(1);
    private static readonly TimeSpan Round = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = First; ; wait = Round)
        {
            await Task.Delay(wait, clock, stoppingToken);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var removed = await scope.ServiceProvider.GetRequiredService<RetentionSweep>().RunAsync(stoppingToken);
                log.Removed(removed);
            }
            // A database that is away for a while: what is past its time can wait for a day.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.NotRemoved(failure);
            }
        }
    }
}

internal static partial class RetentionLog
{
    [LoggerMessage(
        EventId = 2030,
        Level = LogLevel.Information,
        Message = "{Readings} raw readings were past their time; their hours stay"
    )]
    public static partial void Removed(this ILogger log, long readings);

    [LoggerMessage(
        EventId = 2031,
        Level = LogLevel.Error,
        Message = "Raw readings past their time could not be removed; tried again in a day"
    )]
    public static partial void NotRemoved(this ILogger log, Exception failure);
}
