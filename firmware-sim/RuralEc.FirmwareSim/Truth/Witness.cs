using System.Text.Json;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Wire;

namespace RuralEc.FirmwareSim.Truth;

/// <summary>Writes down what really happened to one logger and around it.</summary>
internal sealed class Witness
{
    private readonly LoggerModel _model;
    private readonly TruthFile _file;
    private readonly Crossings _crossings;

    public Witness(LoggerModel model, TruthFile file, IReadOnlyList<double> limits)
    {
        (_model, _file, _crossings) = (model, file, new(model.Air, model.Logger, limits));
        file.Add("logger", model.Logger, WriteLogger);
        foreach (var fault in model.Faults.Planned)
        {
            file.Add("fault", (model, fault), WriteFault);
        }
    }

    /// <summary>Follows the air and the chaos after one simulated second and up to another.</summary>
    public void Watch(double after, double upTo)
    {
        foreach (var fault in _model.Faults.ChaosBetween(after, upTo))
        {
            _file.Add("fault", (_model, fault), WriteFault);
        }

        foreach (var crossing in _crossings.Between(after, upTo))
        {
            _file.Add(
                "crossing",
                (_model, crossing),
                static (json, x) =>
                {
                    json.WriteString("device", x._model.Logger.Device);
                    json.WriteNumber("true", x._model.TrueMilliseconds(x.crossing.Second));
                    json.WriteNumber("celsius", x.crossing.LimitCelsius);
                    json.WriteString("to", x.crossing.IsUp ? "above" : "below");
                }
            );
        }
    }

    /// <summary>A beat on which nothing was measured.</summary>
    public void Dark(long sample) =>
        _file.Add(
            "dark",
            (_model, sample),
            static (json, x) =>
            {
                var second = x._model.SecondOf(x.sample);
                json.WriteString("device", x._model.Logger.Device);
                json.WriteNumber("true", x._model.TrueMilliseconds(second));
                json.WriteNumber("air", Math.Round(x._model.Air.At(second), 3));
            }
        );

    /// <summary>What became of a reading. Called once for each.</summary>
    /// <param name="broken">The message that carried it was broken on purpose.</param>
    public void Fate(long sample, Fate fate, bool broken = false) =>
        _file.Add("reading", (_model, sample, fate, broken, _file.WallMilliseconds), WriteReading);

    /// <summary>The connection stands, is lost, or could not be made.</summary>
    public void Link(bool up, double second, string? why) =>
        _file.Add(
            "link",
            (_model, up, second, why, _file.WallMilliseconds),
            static (json, x) =>
            {
                json.WriteString("device", x._model.Logger.Device);
                json.WriteBoolean("up", x.up);
                json.WriteNumber("true", x._model.TrueMilliseconds(x.second));
                json.WriteNumber("wall", x.WallMilliseconds);
                if (x.why is not null)
                {
                    json.WriteString("why", x.why);
                }
            }
        );

    private static void WriteLogger(Utf8JsonWriter json, LoggerSpec logger)
    {
        json.WriteString("device", logger.Device);
        json.WriteString("party", logger.Party);
        if (logger.Group is not null)
        {
            json.WriteString("group", logger.Group);
        }

        json.WriteString("payload", ScenarioFile.WordOf(logger.Payload));
        json.WriteNumber("samplingSeconds", logger.SamplingSeconds);
        json.WriteNumber("uploadSeconds", logger.UploadSeconds);
        json.WriteNumber("bufferReadings", logger.BufferReadings);
    }

    private static void WriteFault(Utf8JsonWriter json, (LoggerModel Model, Fault Fault) x)
    {
        var fault = x.Fault;
        json.WriteString("device", x.Model.Logger.Device);
        json.WriteString("fault", ScenarioFile.WordOf(fault.Kind));
        json.WriteNumber("from", x.Model.TrueMilliseconds(fault.FromSeconds));
        json.WriteNumber("to", x.Model.TrueMilliseconds(fault.EndSeconds));
        foreach (var field in FaultRules.FieldsOf(fault.Kind))
        {
            if (field.Name == "break")
            {
                json.WriteString(field.Name, ScenarioFile.WordOf(fault.Break ?? Break.Close));
            }
            else if (field.Of(fault) is { } value && field.Name != "curve")
            {
                json.WriteNumber(field.Name, value);
            }
        }
    }

    private static void WriteReading(
        Utf8JsonWriter json,
        (LoggerModel Model, long Sample, Fate Fate, bool Broken, long Wall) x
    )
    {
        var reading = x.Model.Measure(x.Sample);
        json.WriteString("device", x.Model.Logger.Device);
        json.WriteNumber("boot", reading.Boot);
        json.WriteNumber("seq", reading.Seq);
        if (reading.ClockMilliseconds is { } clock)
        {
            json.WriteNumber("at", clock);
        }

        json.WriteNumber("true", x.Model.TrueMilliseconds(reading.Second));
        json.WriteNumber("air", Math.Round(x.Model.Air.At(reading.Second), 3));
        json.WriteStartObject("values");
        foreach (var (quantity, value) in Payload.Told(x.Model.Logger.Payload, reading))
        {
            json.WriteNumber(quantity, value);
        }

        json.WriteEndObject();
        json.WriteString("fate", ScenarioFile.WordOf(x.Fate));
        json.WriteNumber("wall", x.Wall);
        if (x.Broken)
        {
            json.WriteBoolean("broken", true);
        }

        if (x.Model.IsNumberReused(x.Sample))
        {
            json.WriteBoolean("reused", true);
        }
    }
}
