using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using RuralEc.Server.Mqtt;

namespace RuralEc.Server.Cli;

/// <summary>The command line: without a verb it serves. Exit codes: 0 done, 1 failed, 2 cannot start as asked.</summary>
internal static class CommandLine
{
    private static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Description = "Folder of the SQLite files and keys (default ./data, with --demo ./demo-data)",
        Recursive = true,
    };

    private static readonly Option<string?> Database = new("--db")
    {
        Description = "PostgreSQL with PostGIS instead of SQLite, as an Npgsql connection string",
        Recursive = true,
    };

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Seed the sample season, play the simulated fleet, print demo accounts and a scan address",
    };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses of pages and API",
        DefaultValueFactory = _ => "http://localhost:8080",
    };

    private static readonly Option<string?> PublicUrl = new("--public-url")
    {
        Description = "Address printed in trace codes, such as https://t.example.cn (default: the first of --urls)",
    };

    private static readonly Option<int> MqttPort = new("--mqtt-port")
    {
        Description = "Port of the embedded MQTT broker",
        DefaultValueFactory = _ => 1883,
    };

    private static readonly Option<string?> Mqtt = new("--mqtt")
    {
        Description = "MQTT 5 broker outside instead of the embedded one: mqtt://user:password@host:port, or mqtts://",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        Mqtt.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } url && ExternalBroker.Parse(url) is null)
            {
                result.AddError("--mqtt takes mqtt://host:port or mqtts://host:port.");
            }
        });
        MqttPort.Validators.Add(PortValidator);
        Urls.Validators.Add(result => UrlValidator(result, result.GetValueOrDefault<string>()));
        PublicUrl.Validators.Add(result => UrlValidator(result, result.GetValueOrDefault<string?>()));

        var root = new RootCommand("RuralEc: farm-product traceability, cold chains and rural logistics nodes.")
        {
            Data,
            Database,
            Demo,
            Urls,
            PublicUrl,
            MqttPort,
            Mqtt,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(Demo) && result.GetValue(Mqtt) is not null)
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
        await app.RunAsync(ct);
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
        var role = new Option<string>("--role")
        {
            Description = "One of " + string.Join(", ", Security.Roles.All),
            Required = true,
        };
        role.AcceptOnlyFromAmong(Security.Roles.All);
        var party = new Option<string?>("--party") { Description = "GLN of the party the person works for" };
        var districts = new Option<string?>("--districts")
        {
            Description = "GB/T 2260 codes of an officer's districts, separated by commas",
        };
        var verb = new Command("user", "Add a person, or give one a new password, read from standard input")
        {
            name,
            role,
            party,
            districts,
        };
        verb.SetAction(
            (parsed, ct) =>
                GuardedAsync(() =>
                    Verbs.UserAsync(
                        OptionsOf(parsed),
                        new(
                            parsed.GetValue(name)!,
                            parsed.GetValue(role)!,
                            parsed.GetValue(party),
                            parsed.GetValue(districts)
                        ),
                        ct
                    )
                )
        );
        return verb;
    }

    private static ServerOptions OptionsOf(ParseResult parsed)
    {
        var demo = parsed.GetValue(Demo);
        return new()
        {
            DataFolder = parsed.GetValue(Data)?.FullName ?? Path.GetFullPath(demo ? "demo-data" : "data"),
            Database = parsed.GetValue(Database),
            Urls = parsed.GetValue(Urls) ?? new ServerOptions().Urls,
            PublicUrl = parsed.GetValue(PublicUrl),
            MqttPort = parsed.GetValue(MqttPort),
            Mqtt = parsed.GetValue(Mqtt),
            Demo = demo,
        };
    }

    private static void PortValidator(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is < 0 or > 65535)
        {
            result.AddError("--mqtt-port takes a number from 0 to 65535.");
        }
    }

    private static void UrlValidator(OptionResult result, string? value)
    {
        foreach (var url in value?.Split(';') ?? [])
        {
            if (
                !url.StartsWith("http://", StringComparison.Ordinal)
                && !url.StartsWith("https://", StringComparison.Ordinal)
            )
            {
                result.AddError($"{result.Option.Name} takes addresses such as http://localhost:8080, not '{url}'.");
            }
        }
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
        catch (CannotStartException reason)
        {
            await Console.Error.WriteLineAsync(reason.Message);
        }
        catch (IOException busy)
            when (busy.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"The web address cannot be used: {busy.Message}");
        }
        catch (UnauthorizedAccessException denied)
        {
            await Console.Error.WriteLineAsync($"The data folder cannot be used: {denied.Message}");
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException wrong)
        {
            await Console.Error.WriteLineAsync($"The configuration cannot be used: {wrong.Message}");
        }
        catch (Npgsql.NpgsqlException refused)
        {
            await Console.Error.WriteLineAsync($"PostgreSQL cannot be used: {refused.Message}");
        }

        return 2;
    }
}

/// <summary>The server cannot start as asked; the message is one sentence for the person who started it.</summary>
internal sealed class CannotStartException(string message, Exception? reason = null) : Exception(message, reason);
