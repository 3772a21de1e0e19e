using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Evidence;

/// <summary>
/// Everything from which somebody else can check what was said of an alarm or of goods: 行政处罚法 art. 41 wants of a
/// record by devices that it is true, clear, complete and correct, and that the devices are fit and rightly placed.
/// </summary>
/// <param name="From">Readings of the loggers are given from here on.</param>
/// <param name="Alarm">Of which it is evidence; null for goods.</param>
/// <param name="Series">The temperatures that the alarm was judged by; null for goods and where there are none.</param>
/// <param name="Story">Of which it is evidence; null for an alarm.</param>
/// <param name="ItemUri">The lot or pallet of the story.</param>
/// <param name="Profiles">By which goods were judged.</param>
public sealed record EvidenceFacts(
    DateTimeOffset From,
    DateTimeOffset To,
    AlarmDetails? Alarm,
    AlarmSeries? Series,
    TemperatureStory? Story,
    string? ItemUri,
    IReadOnlyList<TemperatureProfile> Profiles,
    IReadOnlyList<EvidenceAsset> Assets,
    IReadOnlyList<EvidenceLogger> Loggers
);

/// <param name="MinCelsius">Its own limits, °C, whatever is in it.</param>
public sealed record EvidenceAsset(
    Guid Id,
    string Name,
    Gln PartyGln,
    Gln? NodeGln,
    string DistrictCode,
    double? MinCelsius,
    double? MaxCelsius,
    IReadOnlyList<EvidencePlacement> Placements
);

/// <param name="RecordedAt">When somebody said so: later than <paramref name="From"/> where it was entered late.</param>
public sealed record EvidencePlacement(
    string ItemUri,
    string? ProductClass,
    DateTimeOffset From,
    DateTimeOffset? To,
    DateTimeOffset RecordedAt
);

/// <summary>A logger, how far it can be relied on, and what of it there is.</summary>
/// <param name="Firmware">As it said at its last start.</param>
/// <param name="IntervalSeconds">Seconds between two samples, now.</param>
/// <param name="Calibrations">Those that counted in the windows.</param>
/// <param name="Trust">Whether the last of them was in date at the end.</param>
/// <param name="Windows">When it was where the evidence is about; its readings of then are given.</param>
/// <param name="Readings">In the windows, of all quantities.</param>
/// <param name="DoubtfulTimes">Readings among them whose device time cannot be right.</param>
/// <param name="Delay">Received minus measured; null without readings.</param>
/// <param name="MissingNumbers">Numbers between the first and the last of each start that are not there; 0 where it does not count.</param>
/// <param name="CoveragePercent">Of the windows.</param>
public sealed record EvidenceLogger(
    string Device,
    string Model,
    string? Firmware,
    int IntervalSeconds,
    DateTimeOffset RegisteredAt,
    IReadOnlyList<Calibration> Calibrations,
    CalibrationTrust Trust,
    IReadOnlyList<EvidenceMounting> Mountings,
    IReadOnlyList<TimeWindow> Windows,
    int Readings,
    int DoubtfulTimes,
    DelaySeconds? Delay,
    long MissingNumbers,
    double CoveragePercent
);

/// <param name="RecordedAt">When somebody said so: later than <paramref name="From"/> where it was entered late.</param>
public sealed record EvidenceMounting(Guid AssetId, DateTimeOffset From, DateTimeOffset? To, DateTimeOffset RecordedAt);

/// <summary>In seconds; negative is a clock that is ahead.</summary>
public sealed record DelaySeconds(double Least, double Median, double Most);
