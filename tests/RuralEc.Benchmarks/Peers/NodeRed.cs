using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace RuralEc.Benchmarks.Peers;

/// <summary>Node-RED with its SQLite node, from npm, as their manuals put them together: an MQTT input, a function, an INSERT.</summary>
internal sealed class NodeRed : IDisposable
{
    private const string Packages = "node-red@4.1.13 node-red-node-sqlite@1.1.1";
    private const int StartAttempts = 600;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-node-red-");

    public static async Task<NodeRed> InstalledAsync()
    {
        var nodeRed = new NodeRed();
        using var install = Process.Start(
            "npm",
            [
                "install",
                "--prefix",
                nodeRed._folder.FullName,
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                .. Packages.Split(' '),
            ]
        );
        await install.WaitForExitAsync();
        return install.ExitCode == 0 ? nodeRed : throw new InvalidOperationException("npm could not install Node-RED.");
    }

    public async Task<IPeer> StartAsync(int brokerPort)
    {
        var run = Directory.CreateTempSubdirectory("ruralec-node-red-run-");
        var database = Path.Combine(run.FullName, "rows.db");
        await File.WriteAllTextAsync(Path.Combine(run.FullName, "flows.json"), Flow(brokerPort, database));
        var port = FreePort.Next();
        var process = Process.Start(
            new ProcessStartInfo("node")
            {
                ArgumentList =
                {
                    Path.Combine(_folder.FullName, "node_modules/node-red/red.js"),
                    "--port",
                    $"{port}",
                    "--userDir",
                    run.FullName,
                    "-D",
                    $"nodesDir={Path.Combine(_folder.FullName, "node_modules")}",
                    "flows.json",
                },
                RedirectStandardOutput = true,
            }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var running = new Running(process, run, database);
        for (var attempt = 0; !running.Listens; attempt++)
        {
            if (process.HasExited || attempt == StartAttempts)
            {
                await running.DisposeAsync();
                throw new InvalidOperationException("Node-RED did not start.");
            }

            await Task.Delay(100);
        }

        return running;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Flow(int brokerPort, string database) =>
        JsonSerializer.Serialize(
            new object[]
            {
                new
                {
                    id = "tab",
                    type = "tab",
                    label = "readings",
                },
                new
                {
                    id = "broker",
                    type = "mqtt-broker",
                    broker = "127.0.0.1",
                    port = $"{brokerPort}",
                    clientid = "node-red",
                    autoConnect = true,
                    protocolVersion = "4",
                    keepalive = "60",
                    cleansession = true,
                },
                new
                {
                    id = "file",
                    type = "sqlitedb",
                    db = database,
                    mode = "RWC",
                },
                new
                {
                    id = "once",
                    type = "inject",
                    z = "tab",
                    topic = "CREATE TABLE readings (topic TEXT, received_at INTEGER, payload TEXT)",
                    payload = "",
                    payloadType = "str",
                    props = new[] { new { p = "topic", vt = "str" } },
                    once = true,
                    onceDelay = 0.1,
                    wires = new[] { new[] { "make" } },
                },
                new
                {
                    id = "make",
                    type = "sqlite",
                    z = "tab",
                    mydb = "file",
                    sqlquery = "msg.topic",
                    wires = new[] { Array.Empty<string>() },
                },
                new
                {
                    id = "in",
                    type = "mqtt in",
                    z = "tab",
                    topic = "re/#",
                    qos = "1",
                    datatype = "utf8",
                    broker = "broker",
                    wires = new[] { new[] { "row" } },
                },
                new
                {
                    id = "row",
                    type = "function",
                    z = "tab",
                    func = "msg.params = { $topic: msg.topic, $at: Date.now(), $payload: msg.payload }; return msg;",
                    outputs = 1,
                    wires = new[] { new[] { "insert" } },
                },
                new
                {
                    id = "insert",
                    type = "sqlite",
                    z = "tab",
                    mydb = "file",
                    sqlquery = "prepared",
                    sql = "INSERT INTO readings VALUES ($topic, $at, $payload)",
                    wires = new[] { Array.Empty<string>() },
                },
            }
        );

    private sealed class Running(Process process, DirectoryInfo folder, string database) : IPeer
    {
        /// <summary>Its table is there; the input listens by then.</summary>
        public bool Listens => File.Exists(database) && Scalar("SELECT COUNT(*) FROM sqlite_master") > 0;

        public long Stored => Scalar("SELECT COALESCE(MAX(rowid), 0) FROM readings");

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            folder.Delete(recursive: true);
        }

        private long Scalar(string sql)
        {
            using var file = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
            file.Open();
            using var select = file.CreateCommand();
            select.CommandText = sql;
            return (long)select.ExecuteScalar()!;
        }
    }
}
