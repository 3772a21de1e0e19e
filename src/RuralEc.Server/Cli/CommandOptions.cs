using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Npgsql;
using RuralEc.Server.Mqtt;

namespace RuralEc.Server.Cli;

/// <summary>The options of the command line. What is wrong with one is said in one sentence.</summary>
internal static class CommandOptions
{
    public static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Description = "Folder of the SQLite files (default ./data, with --demo ./demo-data)",
        Recursive = true,
    };

    public static readonly Option<string?> Database = new("--db")
    {
        Description = "PostgreSQL with PostGIS instead of SQLite, as an Npgsql connection string",
        Recursive = true,
        Validators = { CheckDatabase },
    };

    public static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Seed the sample season, play the simulated fleet, print demo accounts and a scan address",
    };

    public static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses of pages and API",
        DefaultValueFactory = _ => "http://localhost:8080",
        Validators = { CheckUrls },
    };

    public static readonly Option<string?> PublicUrl = new("--public-url")
    {
        Description = "Address printed in trace codes, such as https://t.example.cn (default: the first of --urls)",
        Validators = { CheckPublicUrl },
    };

    public static readonly Option<int> MqttPort = new("--mqtt-port")
    {
        Description = "Port of the embedded MQTT broker",
        DefaultValueFactory = _ => 1883,
        CustomParser = ReadPort,
    };

    public static readonly Option<string?> Mqtt = new("--mqtt")
    {
        Description = "MQTT 5 broker outside instead of the embedded one: mqtt://user:password@host:port, or mqtts://",
        Validators = { CheckMqtt },
    };

    public static readonly Option<string> Role = new("--role")
    {
        Description = "One of " + string.Join(", ", Security.Roles.All),
        Required = true,
        Validators = { CheckRole },
    };

    public static readonly Option<string?> Party = new("--party")
    {
        Description = "GLN of the party the person works for",
    };

    public static readonly Option<string?> Districts = new("--districts")
    {
        Description = "GB/T 2260 codes of an officer's districts, separated by commas",
    };

    private static int ReadPort(ArgumentResult result)
    {
        if (
            int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= 65535
        )
        {
            return port;
        }

        result.AddError("--mqtt-port takes a number from 0 to 65535.");
        return 0;
    }

    private static void CheckDatabase(OptionResult result)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(Text(result));
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException)
        {
            result.AddError(
                "--db takes a connection string such as 'Host=localhost;Database=ruralec;Username=ruralec'."
            );
        }
    }

    private static void CheckUrls(OptionResult result)
    {
        foreach (var url in Text(result)?.Split(';') ?? [])
        {
            if (!CanListenOn(url))
            {
                result.AddError($"--urls takes addresses such as http://localhost:8080, not '{url}'.");
            }
        }
    }

    // A path in front of ours is the proxy's affair.
    private static bool CanListenOn(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http" or "https", Host.Length: > 0, PathBase: "", Port: >= 0 and <= 65535 };
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    private static void CheckPublicUrl(OptionResult result)
    {
        if (
            Text(result) is { } url
            && !(
                Uri.TryCreate(url, UriKind.Absolute, out var address)
                && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            )
        )
        {
            result.AddError($"--public-url takes an address such as https://t.example.cn, not '{url}'.");
        }
    }

    private static void CheckMqtt(OptionResult result)
    {
        if (Text(result) is { } url && ExternalBroker.Parse(url) is null)
        {
            result.AddError("--mqtt takes mqtt://host:port or mqtts://host:port.");
        }
    }

    private static void CheckRole(OptionResult result)
    {
        if (Text(result) is { } role && !Security.Roles.All.Contains(role))
        {
            result.AddError($"--role takes one of {string.Join(", ", Security.Roles.All)}, not '{role}'.");
        }
    }

    private static string? Text(OptionResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : null;
}
