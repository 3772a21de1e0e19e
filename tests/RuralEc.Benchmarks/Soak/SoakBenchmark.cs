using System.Globalization;
using Microsoft.AspNetCore.Builder;
using RuralEc.Benchmarks.Connections;
using RuralEc.Benchmarks.Ingest;
using RuralEc.Benchmarks.Judging;

namespace RuralEc.Benchmarks.Soak;

/// <summary>
/// Days of a fleet in minutes: each logger a sample a minute by its own clock, rooms that turn warm for an hour twice a
/// day, everything stored, packed and judged. Resident memory of the server, a process of its own, every six hours.
/// </summary>
internal static class SoakBenchmark
{
    private const int Loggers = 200;
    private const int HoursOfAStep = 6;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(int hours)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-soak-");
        try
        {
            var devices = await IdleServer.PrepareAsync(folder, app => MountedAsync(app, hours));
            using var server = await IdleServer.StartAsync(folder);
            var fleet = await Task.WhenAll(
                devices.Select(d => Probe.ConnectedAsync(server.MqttPort, d.Device, d.Secret))
            );
            var begins = TimeProvider.System.GetUtcNow().AddHours(-hours);
            Say(0, 0, server);
            for (var hour = 0; hour < hours; hour += HoursOfAStep)
            {
                await Task.WhenAll(
                    fleet.Select(
                        async (logger, number) =>
                        {
                            for (var h = hour; h < Math.Min(hours, hour + HoursOfAStep); h++)
                            {
                                await logger.PublishAsync(HourOf(begins, h, number));
                            }
                        }
                    )
                );
                await Task.Delay(Settle);
                Say(hour + HoursOfAStep, (long)Loggers * 60 * (hour + HoursOfAStep), server);
            }

            foreach (var logger in fleet)
            {
                await logger.DisposeAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>60 samples around 4 °C; of every tenth logger two hours of a day are at 10 °C.</summary>
    private static IEnumerable<(DateTimeOffset At, double Celsius)> HourOf(
        DateTimeOffset begins,
        int hour,
        int number
    ) =>
        Enumerable
            .Range(0, 60)
            .Select(minute =>
                (
                    begins.AddHours(hour).AddMinutes(minute),
                    (number % 10 == 0 && hour % 12 == 5 ? 10 : 4) + (0.1 * ((minute + number) % 7))
                )
            );

    private static async Task<List<(string Device, string Secret)>> MountedAsync(WebApplication app, int hours)
    {
        var devices = await LoggerFleet.RegisteredAsync(app, Loggers);
        await LoggerFleet.MountAsync(app, devices.Select(d => d.Device), TimeSpan.FromHours(hours + 1));
        return devices;
    }

    private static void Say(int hours, long readings, IdleServer server) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{hours, 4} h {readings, 10:N0} readings  {server.Resident / 1048576.0, 6:N0} MiB  {server.ProcessorTime.TotalSeconds, 6:N0} s of processor time"
            )
        );
}
