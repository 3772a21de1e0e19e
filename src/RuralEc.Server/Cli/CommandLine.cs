using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace RuralEc.Server.Cli;

/// <summary>The command line: without a verb it serves. Exit codes: 0 done, 1 failed, 2 cannot start as asked.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("RuralEc: farm-product traceability, cold chains and rural logistics nodes.")
        {
            CommandOptions.Data,
            CommandOptions.Database,
            CommandOptions.Demo,
            CommandOptions.Urls,
            CommandOptions.PublicUrl,
            CommandOptions.MqttPort,
            CommandOptions.Mqtt,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(CommandOptions.Demo) && result.GetValue(CommandOptions.Mqtt) is not null)
            {
                result.AddError("--demo plays on the embedded broker: leave out --mqtt.");
            }
        });
        root.SetAction((parsed, ct) => GuardedAsync(() => ServeAsync(OptionsOf(parsed), ct)));
        root.Subcommands.Add(
            Verb("migrate", "Bring the database to this version's schema, then stop", Verbs.MigrateAsync)
        );
        root.Subcommands.Add(
            WithFolder("backup", "Copy all SQLite files consistently while the server runs", Verbs.BackupAsync)
        );
        root.Subcommands.Add(
            WithFolder("restore", "Check a backup and put it into an empty data folder", Verbs.RestoreAsync)
        );
        root.Subcommands.Add(UserVerb());
        root.Subcommands.Add(ImportVerb.Create(GuardedAsync, OptionsOf));

        var parse = root.Parse(args);
        if (parse.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, parse.Errors.Select(e => e.Message)));
            return 2;
        }

        return await parse.InvokeAsync();
    }

    private static async Task<int> ServeAsync(ServerOptions options, CancellationToken ct)
    {
        await using var app = RuralServer.Build(options);
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            // What had started already is told to stop, not just dropped: it would call that a fault of its own.
            await app.StopAsync(CancellationToken.None);
            throw;
        }

        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static Command Verb(string name, string description, Func<ServerOptions, CancellationToken, Task<int>> run)
    {
        var verb = new Command(name, description);
        verb.SetAction((parsed, ct) => GuardedAsync(() => run(OptionsOf(parsed), ct)));
        return verb;
    }

    private static Command WithFolder(
        string name,
        string description,
        Func<ServerOptions, DirectoryInfo, CancellationToken, Task<int>> run
    )
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Folder of the backup" };
        var verb = new Command(name, description) { folder };
        verb.SetAction((parsed, ct) => GuardedAsync(() => run(OptionsOf(parsed), parsed.GetValue(folder)!, ct)));
        return verb;
    }

    private static Command UserVerb()
    {
        var name = new Argument<string>("name") { Description = "Name to sign in with" };
        var verb = new Command("user", "Add a person, or give one a new password, read from standard input")
        {
            name,
            CommandOptions.Role,
            CommandOptions.Party,
            CommandOptions.Districts,
        };
        verb.SetAction(
            (parsed, ct) =>
                GuardedAsync(() =>
                    Verbs.UserAsync(
                        OptionsOf(parsed),
                        new(
                            parsed.GetValue(name)!,
                            parsed.GetValue(CommandOptions.Role)!,
                            parsed.GetValue(CommandOptions.Party),
                            parsed.GetValue(CommandOptions.Districts)
                        ),
                        ct
                    )
                )
        );
        return verb;
    }

    private static ServerOptions OptionsOf(ParseResult parsed)
    {
        var demo = parsed.GetValue(CommandOptions.Demo);
        return new()
        {
            DataFolder =
                parsed.GetValue(CommandOptions.Data)?.FullName ?? Path.GetFullPath(demo ? "demo-data" : "data"),
            Database = parsed.GetValue(CommandOptions.Database),
            Urls = parsed.GetValue(CommandOptions.Urls) ?? new ServerOptions().Urls,
            PublicUrl = parsed.GetValue(CommandOptions.PublicUrl),
            MqttPort = parsed.GetValue(CommandOptions.MqttPort),
            Mqtt = parsed.GetValue(CommandOptions.Mqtt),
            Demo = demo,
        };
    }

    /// <summary>What stops the start for a reason that the person can mend is one sentence and exit code 2.</summary>
    private static async Task<int> GuardedAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception reason) when (WhyNot(reason) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 2;
        }
    }

    /// <summary>The sentence for what a person can mend; null for a fault of ours, which shows itself in full.</summary>
    private static string? WhyNot(Exception reason) =>
        reason switch
        {
            CannotStartException => reason.Message,
            OptionsValidationException => $"The configuration cannot be used: {reason.Message}",
            SocketException => $"The web address cannot be used: {reason.Message}",
            IOException { InnerException: SocketException or AddressInUseException } =>
                $"The web address cannot be used: {reason.Message}",
            InvalidOperationException when reason.Message.Contains("HTTPS endpoint", StringComparison.Ordinal) =>
                "An https address needs a certificate: set Kestrel:Certificates:Default, or let a proxy speak TLS.",
            UnauthorizedAccessException or IOException => $"A file or folder cannot be used: {reason.Message}",
            SqliteException => $"A file is no database of this program, or cannot be used: {reason.Message}",
            NpgsqlException => $"PostgreSQL cannot be used: {reason.Message}",
            _ => null,
        };
}

/// <summary>The server cannot start as asked; the message is one sentence for the person who started it.</summary>
internal sealed class CannotStartException(string message, Exception? reason = null) : Exception(message, reason);
