using RuralEc.Logistics.Routing;

namespace RuralEc.Benchmarks.Routing;

/// <summary>
/// Seeded days that look like Guangzhou's: villages scattered round the towns of four outer districts (centres from
/// maps/divisions.csv), one depot near Zengcheng and one near Conghua, 1.3 times the straight way at 25 to 45 km/h. Six of
/// ten stops receive goods, four give theirs; a third has chilled goods, a tenth frozen.
/// </summary>
internal static class DayOfGuangzhou
{
    private const int Hour = 3600;

    private static readonly (double Longitude, double Latitude)[] Depots = [(113.8247, 23.2955), (113.5810, 23.5499)];

    private static readonly (double Longitude, double Latitude)[] Towns =
    [
        (113.58, 23.55),
        (113.68, 23.63),
        (113.79, 23.72),
        (113.52, 23.48),
        (113.42, 23.62),
        (113.82, 23.30),
        (113.88, 23.42),
        (113.93, 23.38),
        (113.70, 23.17),
        (113.60, 23.14),
        (113.77, 23.19),
        (113.21, 23.38),
        (113.30, 23.45),
        (113.45, 23.40),
        (113.50, 23.25),
    ];

    public static RoutingProblem Of(int stops, int seed)
    {
        var random = new Random(seed);
        List<(double X, double Y)> places = [.. Depots];
        for (var stop = 0; stop < stops; stop++)
        {
            var (longitude, latitude) = Towns[random.Next(Towns.Length)];
            places.Add((longitude + Spread(random), latitude + Spread(random)));
        }

        var (metres, seconds) = Matrices(places, random);
        List<RoutingStop> visits = [.. Enumerable.Range(0, stops).Select(n => Stop(n, n + Depots.Length, random))];
        return new(metres, seconds, Fleet(stops), visits) { Incompatible = [new(1, 2)] };
    }

    private static double Spread(Random random) => (random.NextDouble() + random.NextDouble() - 1) * 0.08;

    private static (int[,] Metres, int[,] Seconds) Matrices(List<(double X, double Y)> places, Random random)
    {
        var metres = new int[places.Count, places.Count];
        var seconds = new int[places.Count, places.Count];
        for (var from = 0; from < places.Count; from++)
        {
            for (var to = 0; to < places.Count; to++)
            {
                if (from == to)
                {
                    continue;
                }

                var (dx, dy) = ((places[from].X - places[to].X) * 102_300, (places[from].Y - places[to].Y) * 110_800);
                metres[from, to] = (int)(1.3 * Math.Sqrt((dx * dx) + (dy * dy)));
                // Long ways use better roads; a little noise makes the matrix asymmetric, as real ones are.
                var speed = Math.Min(45, 25 + (metres[from, to] / 1000.0)) / 3.6;
                seconds[from, to] = (int)(metres[from, to] / speed * (0.95 + (0.1 * random.NextDouble())));
            }
        }

        return (metres, seconds);
    }

    private static RoutingStop Stop(int number, int place, Random random)
    {
        var kind = random.NextDouble() < 0.6 ? StopKind.Delivery : StopKind.Collection;
        Cargo ambient = default,
            chilled = default,
            frozen = default;
        var what = random.NextDouble();
        if (what < 0.7)
        {
            ambient = Amount(40, 260);
        }

        if (what > 0.6)
        {
            chilled = Amount(20, 160);
        }

        if (what > 0.9)
        {
            frozen = Amount(10, 60);
        }

        // A quarter of the stops has the morning, a quarter the afternoon, some both sides of the noon rest.
        TimeWindow[] windows = random.Next(4) switch
        {
            0 => [Window(8)],
            1 => [Window(14)],
            2 => [new(8 * Hour, 12 * Hour), new(14 * Hour, 18 * Hour)],
            _ => [],
        };
        int[] groups = random.NextDouble() switch
        {
            < 0.08 => [1],
            < 0.5 => [2],
            _ => [],
        };
        return new($"S{number}", place, kind, new(ambient, chilled, frozen))
        {
            ServiceSeconds = 300 + (60 * random.Next(15)),
            Windows = windows,
            DropYuan = random.NextDouble() < 0.1 ? 60 + random.Next(60) : null,
            Groups = groups,
        };

        Cargo Amount(int least, int most)
        {
            var kg = random.Next(least, most);
            return new(kg, Math.Round(kg * (1.5 + (3 * random.NextDouble())), 1));
        }

        TimeWindow Window(int hour)
        {
            var from = (hour * Hour) + (900 * random.Next(8));
            return new(from, from + (Hour * random.Next(2, 5)));
        }
    }

    private static List<RoutingVehicle> Fleet(int stops) =>
        [
            .. Enumerable
                .Range(0, Math.Max(6, stops / 7))
                .Select(n =>
                {
                    var depot = n % Depots.Length;
                    var vehicle = new RoutingVehicle(
                        $"V{n}",
                        depot,
                        depot,
                        6 * Hour,
                        20 * Hour,
                        (n % 3) switch
                        {
                            0 => new(new(1500, 6000), default, default),
                            1 => new(new(900, 3500), new(600, 2200), default),
                            _ => new(new(600, 2400), new(500, 1800), new(200, 800)),
                        }
                    );
                    return vehicle with
                    {
                        YuanPerKm = n % 3 == 0 ? 1.8 : 2.4,
                        FixedYuan = n % 3 == 0 ? 180 : 240,
                        LoadingSeconds = 1800,
                        MostDrivingSeconds = 7 * Hour,
                        MostDutySeconds = 10 * Hour,
                    };
                }),
        ];
}
