using RuralEc.Logistics.Routing;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>Days made by hand: a depot at place 0 and places on a line, a kilometre and a minute apart.</summary>
internal static class SmallDay
{
    public static RoutingVehicle Van(string id, double ambient = 1000, double chilled = 0, double frozen = 0) =>
        new(
            id,
            0,
            0,
            6 * 3600,
            20 * 3600,
            new(new(ambient, ambient * 5), new(chilled, chilled * 5), new(frozen, frozen * 5))
        )
        {
            YuanPerKm = 2,
            FixedYuan = 100,
        };

    public static RoutingStop Stop(
        string id,
        int place,
        double kg = 100,
        TemperatureClass temperature = TemperatureClass.Ambient,
        StopKind kind = StopKind.Delivery
    ) => new(id, place, kind, CargoByClass.Of(temperature, kg, kg)) { ServiceSeconds = 300 };

    public static RoutingProblem Of(IReadOnlyList<RoutingVehicle> vehicles, params RoutingStop[] stops)
    {
        var places = stops.Select(s => s.Place).Append(0).Max() + 1;
        var metres = new int[places, places];
        var seconds = new int[places, places];
        for (var from = 0; from < places; from++)
        {
            for (var to = 0; to < places; to++)
            {
                (metres[from, to], seconds[from, to]) = (1000 * Math.Abs(from - to), 60 * Math.Abs(from - to));
            }
        }

        return new(metres, seconds, vehicles, stops);
    }

    /// <summary>Forty stops in two clouds, deliveries and collections, four vans: long enough to search.</summary>
    public static RoutingProblem Busy(int stops = 40)
    {
        var random = new Random(7);
        List<(double X, double Y)> places = [(0, 0)];
        for (var stop = 0; stop < stops; stop++)
        {
            places.Add(((stop % 2 == 0 ? 9_000 : -9_000) + (6_000 * random.NextDouble()), 8_000 * random.NextDouble()));
        }

        var metres = new int[places.Count, places.Count];
        var seconds = new int[places.Count, places.Count];
        for (var from = 0; from < places.Count; from++)
        {
            for (var to = 0; to < places.Count; to++)
            {
                var (dx, dy) = (places[from].X - places[to].X, places[from].Y - places[to].Y);
                metres[from, to] = (int)Math.Sqrt((dx * dx) + (dy * dy));
                seconds[from, to] = metres[from, to] / 10;
            }
        }

        return new(
            metres,
            seconds,
            [Van("A"), Van("B"), Van("C"), Van("D", 1200)],
            [
                .. Enumerable
                    .Range(1, stops)
                    .Select(n => Stop($"S{n}", n, 80, kind: n % 3 == 0 ? StopKind.Collection : StopKind.Delivery)),
            ]
        );
    }
}
