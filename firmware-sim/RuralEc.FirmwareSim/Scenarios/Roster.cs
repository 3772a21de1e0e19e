using System.Security.Cryptography;
using System.Text;
using RuralEc.FirmwareSim.Model;

namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>Every single logger of a scenario, with its group's faults, its variation and its secret.</summary>
internal static class Roster
{
    private const int SecretOctets = 16;

    /// <exception cref="ScenarioException">Two loggers have one name.</exception>
    public static IReadOnlyList<LoggerSpec> Of(Scenario scenario, Credentials credentials, string name)
    {
        var place = new Place(name, "$");
        var loggers = scenario
            .Loggers.Concat(scenario.Fleets.Index().SelectMany(f => Members(f.Item, scenario.Seed, place, f.Index)))
            .Select(logger => WithGroup(logger, scenario))
            .Select(logger => credentials.Equip(logger, scenario.SecretKey))
            .ToList();
        var known = new HashSet<string>(StringComparer.Ordinal);
        return loggers.Find(logger => !known.Add(logger.Device)) is { } twice
            ? throw place.Wrong($"{twice.Device} is there twice")
            : loggers;
    }

    /// <summary>A fleet's logger by its number, not varied yet.</summary>
    /// <exception cref="ScenarioException">The pattern gives no id.</exception>
    public static LoggerSpec Numbered(FleetSpec fleet, int number, Place place)
    {
        var group = (number - fleet.First) / fleet.PerGroup + 1;
        string Fill(string pattern) => IdPattern.Fill(pattern, number, group);
        var like = fleet.Like;
        var logger = like with
        {
            Device = Fill(like.Device),
            Party = Fill(like.Party),
            Group = like.Group is null ? null : Fill(like.Group),
            Secret = like.Secret is null ? null : Fill(like.Secret),
        };
        ScenarioRules.CheckId(logger.Device, place.To("device"));
        ScenarioRules.CheckId(logger.Party, place.To("party"));
        return logger;
    }

    /// <summary>
    /// The secret that simulator and test agree on: the first 128 bits of HMAC-SHA256(key, device), in hexadecimal.
    /// </summary>
    public static string DerivedSecret(string key, string device) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(device)).AsSpan(0, SecretOctets)
        );

    private static IEnumerable<LoggerSpec> Members(FleetSpec fleet, long seed, Place place, int index) =>
        Enumerable
            .Range(0, fleet.Count)
            .Select(i =>
                Varied(Numbered(fleet, fleet.First + i, place.To("fleets").At(index).To("like")), fleet.Vary, seed, i)
            );

    private static LoggerSpec Varied(LoggerSpec logger, VarySpec? vary, long seed, int index)
    {
        if (vary is null)
        {
            return logger;
        }

        var dice = new Dice(seed, logger.Device);
        double About(double value, double by, string field) =>
            by == 0 ? value : value + by * (2 * dice.Uniform("vary/" + field, 0) - 1);
        return logger with
        {
            Payload = vary.Payloads.Count > 0 ? vary.Payloads[index % vary.Payloads.Count] : logger.Payload,
            BaseCelsius = About(logger.BaseCelsius, vary.BaseCelsius, "baseCelsius"),
            AmbientCelsius = About(logger.AmbientCelsius, vary.AmbientCelsius, "ambientCelsius"),
            Noise = About(logger.Noise, vary.Noise, "noise"),
            CycleCelsius = About(logger.CycleCelsius, vary.CycleCelsius, "cycleCelsius"),
            CycleSeconds = About(logger.CycleSeconds, vary.CycleSeconds, "cycleSeconds"),
            HumidityPercent = logger.HumidityPercent is { } humidity
                ? Math.Clamp(About(humidity, vary.HumidityPercent, "humidityPercent"), 0, 100)
                : null,
            BatteryPercent = Math.Clamp(About(logger.BatteryPercent, vary.BatteryPercent, "batteryPercent"), 0, 100),
        };
    }

    private static LoggerSpec WithGroup(LoggerSpec logger, Scenario scenario)
    {
        var shared = logger.Group is { } group && scenario.Groups.TryGetValue(group, out var spec) ? spec.Faults : [];
        var faults = shared.Concat(logger.Faults).ToList();
        return faults.TrueForAll(f => f is { DeviceShare: null, StartSpreadSeconds: null or 0 })
            // Loggers of one template share one list.
            ? logger with
            {
                Faults = shared.Count == 0 ? logger.Faults : faults,
            }
            : logger with
            {
                Faults = [.. Picked(faults, new Dice(scenario.Seed, logger.Device))],
            };
    }

    private static IEnumerable<Fault> Picked(IEnumerable<Fault> faults, Dice dice) =>
        faults
            .Index()
            .Where(f => dice.Uniform("fault/share", f.Index) < (f.Item.DeviceShare ?? 1))
            .Select(f =>
                f.Item with
                {
                    FromSeconds =
                        f.Item.FromSeconds
                        + Math.Floor((f.Item.StartSpreadSeconds ?? 0) * dice.Uniform("fault/start", f.Index)),
                }
            );
}
