using System.Collections.Concurrent;
using System.Net;
using Microsoft.Data.Sqlite;
using RuralEc.Server.Cli;
using RuralEc.Server.Storage.Readings;
using Xunit;

namespace RuralEc.Server.Tests.Crash;

/// <summary>A disk that is full, or may only be read: nothing acknowledged is lost, and the server says what is wrong.</summary>
public class DiskTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_loses_nothing_acknowledged_and_the_server_goes_on_when_there_is_room(bool lane)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-disk-");
        using (Mount.Small(folder, 24))
        {
            await ServerProcess.AddPersonAsync(folder, "manager", KillTests.Password, "manager", KillTests.Party);
            var loggers = await KillTests.FirstStartAsync(
                folder,
                async manager =>
                    new[]
                    {
                        await UnkillableLogger.RegisteredAsync(manager, "DL-1", KillTests.Party),
                        await UnkillableLogger.RegisteredAsync(manager, "DL-2", KillTests.Party),
                    }
            );
            using (var server = await ServerProcess.StartAsync(folder, lane))
            {
                var refused = new ConcurrentQueue<Exception>();
                using var enough = new CancellationTokenSource();
                var publishing = Task.WhenAll(
                    loggers.Select(logger => KeepPublishingAsync(logger, server.MqttPort, refused, enough.Token))
                );
                await KillTests.WaitForAsync(() => Acknowledged() >= 200, publishing);

                var filler = Fill(folder);
                await KillTests.WaitForAsync(() => !refused.IsEmpty, publishing);
                using (var alive = await server.Http.GetAsync("/health/live", Ct))
                {
                    Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
                }

                var before = Acknowledged();
                File.Delete(filler);
                await KillTests.WaitForAsync(() => Acknowledged() >= before + 500, publishing);
                await enough.CancelAsync();
                server.Kill();
                await publishing;
            }

            using var last = await ServerProcess.StartAsync(folder);
            using var manager = await KillTests.SignInAsync(last, "manager");
            foreach (var logger in loggers)
            {
                var stored = await logger.StoredAsync(manager);
                Assert.Equal(stored.Count, stored.Distinct().Count());
                Assert.Empty(logger.Acknowledged.Keys.Except(stored));
            }

            int Acknowledged() => loggers.Sum(l => l.Acknowledged.Count);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_of_readings_that_may_only_be_read_stops_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-disk-");
        var file = Path.Combine(folder.FullName, "readings.db");
        using (var store = new SqliteReadingStore(file))
        {
            await store.OpenAsync(Ct);
        }

        using (Mount.ReadOnly(file))
        {
            using var store = new SqliteReadingStore(file);
            var why = await Assert.ThrowsAsync<CannotStartException>(() => store.OpenAsync(Ct));
            Assert.Equal($"{file} cannot be written.", why.Message);
        }

        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    /// <summary>Each broken connection is tried again, as a logger does.</summary>
    private static async Task KeepPublishingAsync(
        UnkillableLogger logger,
        int port,
        ConcurrentQueue<Exception> refused,
        CancellationToken enough
    )
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await logger.PublishAsync(port);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                refused.Enqueue(broken);
                await Task.Delay(50, Ct);
            }
        }
    }

    /// <summary>Takes all the room that is left.</summary>
    private static string Fill(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, "filler");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            return path;
        }
    }
}
