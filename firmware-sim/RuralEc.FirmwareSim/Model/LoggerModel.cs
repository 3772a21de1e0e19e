using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>
/// A logger's life as pure functions of seed and simulated second: when it measures and what, whether it has power and
/// network, what its clock says. The network plays this; it decides nothing here.
/// </summary>
internal sealed class LoggerModel
{
    private const double RepeatedShare = 0.3;
    private const double BrokenShare = 0.1;
    private const double LongestHold = 600;

    private readonly DateTimeOffset _start;
    private readonly Dice _dice;
    private readonly Sensor _sensor;
    private readonly PowerLives _power;
    private readonly bool _hasDoor;
    private readonly Beat _beat;

    /// <param name="logger">The logger and its faults.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="start">True time at simulated second 0.</param>
    /// <param name="firstBoot">Counter of power-ups at the start; each power-up adds one.</param>
    /// <param name="chaos">Trouble at random, or null for none.</param>
    public LoggerModel(LoggerSpec logger, long seed, DateTimeOffset start, uint firstBoot, ChaosSpec? chaos = null)
    {
        Logger = logger;
        _start = start;
        _dice = new(seed, logger.Device);
        Faults = new(logger.Faults, chaos is null ? null : new(chaos, chaos.Seed ?? seed, logger.Device));
        Air = new(logger, Faults, _dice);
        // Loggers are not switched on in the same second: that spreads the fleet's uploads.
        _beat = new(
            logger.PhaseSeconds
                ?? (long)(_dice.Uniform("phase", 0) * Math.Min(logger.SamplingSeconds, logger.UploadSeconds)),
            logger.SamplingSeconds
        );
        _sensor = new(logger, Faults, Air, _dice, _beat);
        _power = new(logger, Faults, firstBoot);
        _hasDoor = logger.DoorSensor || Faults.Of(FaultKind.Door).Any();
    }

    public LoggerSpec Logger { get; }

    public FaultBook Faults { get; }

    public Air Air { get; }

    public bool HasPower(double second) => _power.At(second) is not null;

    public bool HasNetwork(double second) => HasPower(second) && Faults.Active(FaultKind.NetworkLoss, second) is null;

    /// <summary>How the connection ends that cannot stand at a second.</summary>
    public Break BreakAt(double second) =>
        Faults.Active(FaultKind.NetworkLoss, second) is { } loss && HasPower(second)
            ? loss.Break ?? Break.Close
            // Who loses power cannot say so to anybody.
            : Break.Hang;

    /// <summary>The counter of power-ups at a second.</summary>
    public uint BootAt(double second) => _power.LastBegun(second).Boot;

    /// <summary>Second of the power-up that was the last at a second: another one is another life.</summary>
    public double PowerUpBefore(double second) => _power.LastBegun(second).From;

    /// <summary>The measurements after one second and up to another, in order.</summary>
    public IEnumerable<Reading> Between(double after, double upTo)
    {
        for (var sample = FirstSampleAfter(after); SecondOf(sample) <= upTo; sample++)
        {
            if (Keeps(sample))
            {
                yield return Measure(sample);
            }
        }
    }

    /// <summary>
    /// Whether a beat gives a reading: there is power, and something to tell. A compact pack has the temperature only.
    /// </summary>
    public bool Keeps(long sample) =>
        SecondOf(sample) is var second
        && HasPower(second)
        && (Logger.Payload != PayloadForm.CompactCbor || Faults.Active(FaultKind.NoValue, second) is null);

    /// <summary>What the logger measured on a beat on which it had power.</summary>
    public Reading Measure(long sample)
    {
        var second = SecondOf(sample);
        var life = _power.LastBegun(second);
        return new(
            sample,
            life.Boot,
            SeqOf(sample, life),
            second,
            ClockMilliseconds(second),
            (long)(Math.Floor(second - life.From) * 1000),
            _sensor.Celsius(sample),
            _sensor.Humidity(sample),
            _hasDoor ? Air.IsDoorOpen(second) : null,
            _power.BatteryPercent(second)
        );
    }

    /// <summary>Whether another measurement has the same boot and sequence number: the boot counter was lost.</summary>
    public bool IsNumberReused(long sample)
    {
        var life = _power.LastBegun(SecondOf(sample));
        var seq = SeqOf(sample, life);
        return _power.SameBoot(life).Any(other => _beat.FirstFrom(other.From) + seq - 1 < _beat.FirstFrom(other.To));
    }

    /// <summary>The beats on which a number was told; more than one where the boot counter was lost.</summary>
    public IEnumerable<long> SamplesOf(uint boot, uint seq) =>
        _power
            .OfBoot(boot)
            .Select(life => (Sample: _beat.FirstFrom(life.From) + seq - 1, Life: life))
            .Where(x => seq > 0 && x.Sample < _beat.FirstFrom(x.Life.To))
            .Select(x => x.Sample);

    public double SecondOf(long sample) => _beat.SecondOf(sample);

    /// <summary>The true time of a simulated second, Unix milliseconds.</summary>
    public long TrueMilliseconds(double second) => _start.ToUnixTimeMilliseconds() + (long)Math.Round(second * 1000);

    public long FirstSampleAfter(double second) => _beat.FirstAfter(second);

    public double NextSampleAfter(double second) => SecondOf(FirstSampleAfter(second));

    public double NextUploadAfter(double second)
    {
        var uploads = _beat with { EverySeconds = Logger.UploadSeconds };
        return uploads.SecondOf(uploads.FirstAfter(second));
    }

    /// <summary>When power or a fault begins or ends next.</summary>
    public double NextEdgeAfter(double second) => Math.Min(Faults.NextEdgeAfter(second), _power.NextEdgeAfter(second));

    /// <summary>The second before which a measurement is not offered to the network.</summary>
    public double HeldUntil(long sample)
    {
        var second = SecondOf(sample);
        return Faults.Active(FaultKind.OutOfOrder, second) is { } hold
            ? second + (hold.SpreadSeconds ?? LongestHold) * _dice.Uniform("hold", (long)second)
            : second;
    }

    /// <summary>Where a waiting measurement stands in the order of sending while they go out of order; null otherwise.</summary>
    public double? Shuffled(long sample, double second) =>
        Faults.Active(FaultKind.OutOfOrder, second) is null ? null : _dice.Uniform("order", (long)SecondOf(sample));

    /// <summary>Whether a message that begins with a measurement is sent twice.</summary>
    public bool IsRepeated(long first, double second) =>
        Faults.Active(FaultKind.Duplicates, second) is { } fault
        && _dice.Uniform("repeat", (long)SecondOf(first)) < (fault.Share ?? RepeatedShare);

    /// <summary>By which chance (0 to 1) a message that begins with a measurement is broken; null when it is whole.</summary>
    public double? Broken(long first)
    {
        var second = SecondOf(first);
        return
            Faults.Active(FaultKind.Malformed, second) is { } fault
            && _dice.Uniform("broken", first) < (fault.Share ?? BrokenShare)
            ? _dice.Uniform("broken/how", first)
            : null;
    }

    // A logger's clock has whole seconds.
    private long? ClockMilliseconds(double second) =>
        Faults.Active(FaultKind.NoClock, second) is null
            ? _start.AddSeconds(Math.Floor(second + Faults.ClockError(second))).ToUnixTimeSeconds() * 1000
            : null;

    private uint SeqOf(long sample, PowerLife life) => (uint)(sample - _beat.FirstFrom(life.From) + 1);
}
