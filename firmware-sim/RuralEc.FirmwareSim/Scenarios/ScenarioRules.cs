using System.Globalization;

namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>What a scenario must hold to, so that a typing error does not play as a strange fleet.</summary>
internal static class ScenarioRules
{
    public const double YearSeconds = 366 * 86_400d;
    private const int LargestFleet = 20_000;
    private const int MostLimits = 20;

    /// <exception cref="ScenarioException">At the first thing that is wrong.</exception>
    public static void Check(Scenario scenario, string name)
    {
        var place = new Place(name, "$");
        if (scenario.Loggers.Count + scenario.Fleets.Count == 0)
        {
            throw place.Wrong("there are no loggers");
        }

        if (scenario.LimitsCelsius.Count > MostLimits)
        {
            throw place.To("limitsCelsius").Wrong($"at most {MostLimits} limits are followed");
        }

        foreach (var (index, limit) in scenario.LimitsCelsius.Index())
        {
            place.To("limitsCelsius").At(index).Within(limit, -100, 150);
        }

        if (scenario.Chaos is { } chaos)
        {
            Check(chaos, place.To("chaos"));
        }

        foreach (var (group, spec) in scenario.Groups)
        {
            FaultRules.Check(spec.Faults, place.To("groups").To(group).To("faults"));
        }

        foreach (var (index, logger) in scenario.Loggers.Index())
        {
            Check(logger, scenario, place.To("loggers").At(index));
        }

        foreach (var (index, fleet) in scenario.Fleets.Index())
        {
            Check(fleet, scenario, place.To("fleets").At(index));
        }

        var count = scenario.Loggers.Count + scenario.Fleets.Sum(f => (long)f.Count);
        if (count > LargestFleet)
        {
            throw place.Wrong($"{count} loggers are more than the {LargestFleet} that can be played");
        }
    }

    private static void Check(ChaosSpec chaos, Place place)
    {
        place.To("everySeconds").Within(chaos.EverySeconds, 10, YearSeconds);
        place.To("kills").Within(chaos.Kills, 0, 1);
        place.To("duplicates").Within(chaos.Duplicates, 0, 1);
        place.To("reorder").Within(chaos.Reorder, 0, 1);
        place.To("clockJumps").Within(chaos.ClockJumps, 0, 1);
        place.To("largestJumpSeconds").Within(chaos.LargestJumpSeconds, 1, YearSeconds);
    }

    private static void Check(FleetSpec fleet, Scenario scenario, Place place)
    {
        place.To("count").Within(fleet.Count, 1, LargestFleet);
        place.To("first").Within(fleet.First, 0, 1_000_000_000);
        place.To("perGroup").Within(fleet.PerGroup, 1, LargestFleet);
        var like = place.To("like");
        if (fleet.Count > 1 && !IdPattern.Numbers(fleet.Like.Device))
        {
            throw like.To("device").Wrong($"'{fleet.Like.Device}' needs {{n}}, or all loggers have one name");
        }

        Check(Roster.Numbered(fleet, fleet.First, like), scenario, like);
        if (fleet.Vary is not { } vary)
        {
            return;
        }

        var by = place.To("vary");
        by.To("baseCelsius").Within(vary.BaseCelsius, 0, 50);
        by.To("ambientCelsius").Within(vary.AmbientCelsius, 0, 50);
        by.To("noise").Within(vary.Noise, 0, fleet.Like.Noise);
        by.To("cycleCelsius").Within(vary.CycleCelsius, 0, fleet.Like.CycleCelsius);
        by.To("cycleSeconds").Within(vary.CycleSeconds, 0, fleet.Like.CycleSeconds - 1);
        by.To("humidityPercent").Within(vary.HumidityPercent, 0, 100);
        by.To("batteryPercent").Within(vary.BatteryPercent, 0, 100);
    }

    private static void Check(LoggerSpec logger, Scenario scenario, Place place)
    {
        CheckId(logger.Device, place.To("device"));
        CheckId(logger.Party, place.To("party"));
        if (logger.Group is { } group && scenario.Groups.Count > 0 && !scenario.Groups.ContainsKey(group))
        {
            // A group without faults may be named only where no group has any: then it is a label.
            throw place.To("group").Wrong($"'{group}' is not one of the scenario's groups");
        }

        place.To("baseCelsius").Within(logger.BaseCelsius, -100, 100);
        place.To("ambientCelsius").Within(logger.AmbientCelsius, -100, 100);
        place.To("noise").Within(logger.Noise, 0, 20);
        place.To("cycleCelsius").Within(logger.CycleCelsius, 0, 20);
        place.To("cycleSeconds").Within(logger.CycleSeconds, 1, YearSeconds);
        place.To("humidityPercent").Within(logger.HumidityPercent ?? 0, 0, 100);
        place.To("batteryPercent").Within(logger.BatteryPercent, 0, 100);
        place.To("batteryPercentPerDay").Within(logger.BatteryPercentPerDay, 0, 100_000);
        place.To("samplingSeconds").Within(logger.SamplingSeconds, 1, 86_400);
        place.To("uploadSeconds").Within(logger.UploadSeconds, 1, 86_400);
        place.To("phaseSeconds").Within(logger.PhaseSeconds ?? 0, 0, 86_400);
        place.To("bufferReadings").Within(logger.BufferReadings, 1, 10_000_000);
        place.To("keepAliveSeconds").Within(logger.KeepAliveSeconds, 5, 65_535);
        FaultRules.Check(logger.Faults, place.To("faults"));
    }

    /// <exception cref="ScenarioException">When the text cannot be a level of a topic.</exception>
    public static void CheckId(string id, Place place)
    {
        if (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw place.Wrong($"'{id}' is no id of 1 to 64 letters, digits, '-', '_' or '.'");
        }
    }
}

/// <summary>Where in a scenario something stands, as a JSON path.</summary>
internal sealed record Place(string File, string Path)
{
    public Place To(string field) => this with { Path = $"{Path}.{field}" };

    public Place At(int index) => this with { Path = $"{Path}[{index}]" };

    public ScenarioException Wrong(string why) => new($"{File}: {Path}: {why}.");

    /// <exception cref="ScenarioException">When the value lies outside, or is no number.</exception>
    public void Within(double value, double low, double high)
    {
        // Negated so that NaN is refused too.
        if (!(value >= low && value <= high))
        {
            throw Wrong(string.Create(CultureInfo.InvariantCulture, $"{value} is not from {low} to {high}"));
        }
    }
}
