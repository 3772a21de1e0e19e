namespace RuralEc.Server.Demo;

/// <summary>The orchard and the harvests of the sample season, beside the lot that it follows.</summary>
internal static class DemoSeason
{
    /// <summary>Plot number, variety, its centre as an offset from 仙村 in thousandths of a degree, and its area in mu.</summary>
    public static readonly (int Number, string Variety, int East, int North, int Mu)[] Plots =
    [
        (1, "桂味", -14, 9, 64),
        (2, "桂味", -9, 11, 58),
        (3, "桂味", -3, 12, 72),
        (4, "糯米糍", 4, 12, 66),
        (5, "糯米糍", 10, 10, 61),
        (6, "仙进奉", 15, 7, 70),
        (7, "桂味", -12, 3, 75),
        (8, "桂味", -6, 5, 55),
        (9, "桂味", 0, 6, 68),
        (10, "糯米糍", 7, 5, 63),
        (11, "仙进奉", 12, 2, 77),
        (12, "仙进奉", -15, -3, 69),
        (13, "糯米糍", -8, -2, 57),
        (14, "桂味", -2, -1, 74),
        (15, "仙进奉", 5, -1, 62),
        (16, "糯米糍", 11, -4, 71),
        (17, "仙进奉", -5, -8, 65),
        (18, "桂味", 2, -7, 73),
    ];

    /// <summary>Other harvests of the season: plot number, day, kg.</summary>
    public static readonly (int Plot, DateOnly Day, int Kg)[] OtherHarvests =
    [
        (1, new(2026, 6, 27), 8_400),
        (2, new(2026, 6, 27), 7_350),
        (3, new(2026, 6, 28), 9_000),
        (8, new(2026, 6, 28), 6_900),
        (14, new(2026, 6, 29), 9_600),
        (18, new(2026, 6, 29), 8_850),
        (4, new(2026, 6, 30), 7_800),
        (5, new(2026, 7, 1), 7_200),
        (10, new(2026, 7, 2), 8_100),
        (13, new(2026, 7, 3), 6_750),
        (16, new(2026, 7, 4), 9_150),
        (6, new(2026, 7, 5), 8_250),
        (11, new(2026, 7, 7), 9_750),
        (12, new(2026, 7, 9), 8_700),
        (15, new(2026, 7, 11), 7_650),
        (17, new(2026, 7, 13), 8_100),
    ];
}
