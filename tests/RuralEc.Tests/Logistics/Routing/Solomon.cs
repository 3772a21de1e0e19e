using System.Globalization;
using System.Runtime.CompilerServices;
using RuralEc.Logistics.Routing;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>Reads Solomon's instances (Instances/README.md) as days in tenths of a second and of a metre.</summary>
internal static class Solomon
{
    private const int Capacity = 200;

    public static RoutingProblem Read(string name, int customers, int vehicles)
    {
        List<int[]> rows =
        [
            .. File.ReadLines(Path.Combine(Folder(), $"{name}.csv"))
                .Take(customers + 1)
                .Select(l => l.Split(',').Select(f => int.Parse(f, CultureInfo.InvariantCulture)).ToArray()),
        ];
        var tenths = new int[rows.Count, rows.Count];
        for (var from = 0; from < rows.Count; from++)
        {
            for (var to = 0; to < rows.Count; to++)
            {
                var (dx, dy) = (rows[from][1] - rows[to][1], rows[from][2] - rows[to][2]);
                tenths[from, to] = (int)(10 * Math.Sqrt((dx * dx) + (dy * dy)));
            }
        }

        return new(
            tenths,
            tenths,
            [
                .. Enumerable
                    .Range(1, vehicles)
                    .Select(n => new RoutingVehicle(
                        $"V{n}",
                        0,
                        0,
                        10 * rows[0][4],
                        10 * rows[0][5],
                        CargoByClass.Of(TemperatureClass.Ambient, Capacity)
                    )
                    {
                        YuanPerKm = 100,
                    }),
            ],
            [
                .. rows.Skip(1)
                    .Select(r => new RoutingStop(
                        $"C{r[0]}",
                        r[0],
                        StopKind.Delivery,
                        CargoByClass.Of(TemperatureClass.Ambient, r[3])
                    )
                    {
                        ServiceSeconds = 10 * r[6],
                        Windows = [new(10 * r[4], 10 * r[5])],
                    }),
            ]
        );
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Instances");
}
