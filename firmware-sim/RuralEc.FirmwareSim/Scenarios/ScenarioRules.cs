namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>What a scenario must hold to, so that a typing error does not play as a strange fleet.</summary>
internal static class ScenarioRules
{
    private const int LargestFleet = 20_000;
    private const double YearSeconds = 366 * 86_400d;

    /// <exception cref="ScenarioException">At the first thing that is wrong.</exception>
    public static void Check(Scenario scenario, string name)
    {
        if (scenario.Fleet is { Count: < 1 or > LargestFleet } fleet)
        {
            throw new ScenarioException($"{name}: fleet.count is {fleet.Count}; 1 to {LargestFleet} can be played.");
        }

        var devices = new HashSet<string>(StringComparer.Ordinal);
        foreach (var logger in scenario.Everyone)
        {
            Check(logger, name);
            if (!devices.Add(logger.Device))
            {
                throw new ScenarioException($"{name}: {logger.Device} is there twice.");
            }
        }

        if (devices.Count == 0)
        {
            throw new ScenarioException($"{name} has no loggers.");
        }
    }

    private static void Check(LoggerSpec logger, string name)
    {
        if (!IsTopicLevel(logger.Device) || !IsTopicLevel(logger.Party))
        {
            throw new ScenarioException(
                $"{name}: device '{logger.Device}' of party '{logger.Party}' needs ids of letters, digits, '-', '_' or '.'."
            );
        }

        void Within(string field, double value, double low, double high)
        {
            // Negated so that NaN is refused too.
            if (!(value >= low && value <= high))
            {
                throw new ScenarioException(
                    FormattableString.Invariant(
                        $"{name}: {logger.Device}.{field} is {value}; it runs from {low} to {high}."
                    )
                );
            }
        }

        Within("baseCelsius", logger.BaseCelsius, -100, 100);
        Within("ambientCelsius", logger.AmbientCelsius, -100, 100);
        Within("noise", logger.Noise, 0, 20);
        Within("cycleCelsius", logger.CycleCelsius, 0, 20);
        Within("cycleSeconds", logger.CycleSeconds, 1, YearSeconds);
        Within("humidityPercent", logger.HumidityPercent ?? 0, 0, 100);
        Within("batteryPercent", logger.BatteryPercent, 0, 100);
        Within("samplingSeconds", logger.SamplingSeconds, 1, 86_400);
        Within("uploadSeconds", logger.UploadSeconds, 1, 86_400);
        Within("phaseSeconds", logger.PhaseSeconds ?? 0, 0, 86_400);
        Within("bufferReadings", logger.BufferReadings, 1, 10_000_000);
        foreach (var fault in logger.Faults)
        {
            var field = $"{fault.Kind}.";
            Within(field + "fromSeconds", fault.FromSeconds, 0, YearSeconds);
            Within(field + "forSeconds", fault.ForSeconds, 0, YearSeconds);
            Within(field + "riseCelsius", fault.RiseCelsius ?? 0, -100, 100);
            Within(field + "tauSeconds", fault.TauSeconds ?? 1, 1, YearSeconds);
            Within(field + "recoveryTauSeconds", fault.RecoveryTauSeconds ?? 1, 1, YearSeconds);
            Within(field + "offsetSeconds", fault.OffsetSeconds, -10 * YearSeconds, 10 * YearSeconds);
            Within(field + "driftPpm", fault.DriftPpm, -100_000, 100_000);
            Within(field + "share", fault.Share, 0, 1);
            Within(field + "spreadSeconds", fault.SpreadSeconds, 0, YearSeconds);
            var last = -1d;
            foreach (var point in fault.Curve ?? [])
            {
                Within(field + "curve.atSeconds", point.AtSeconds, last, YearSeconds);
                Within(field + "curve.celsius", point.Celsius, -100, 100);
                last = point.AtSeconds;
            }
        }
    }

    private static bool IsTopicLevel(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
