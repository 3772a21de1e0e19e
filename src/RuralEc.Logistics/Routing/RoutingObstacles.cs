using System.Globalization;

namespace RuralEc.Logistics.Routing;

/// <summary>
/// Why there can be no plan, by rules that a person can check: about must-visit stops only, since others may be left out.
/// No obstacle does not mean that there is a plan.
/// </summary>
internal static class RoutingObstacles
{
    public static IReadOnlyList<Obstacle> Find(RoutingProblem problem, RoutingFitness fitness)
    {
        var must = problem.Stops.Where(s => s.MustVisit).ToList();
        List<Obstacle> found = [.. must.Select(s => OfStop(problem, fitness, s)).OfType<Obstacle>()];
        if (found.Count > 0)
        {
            // What no vehicle can carry is in no sum worth telling.
            return found;
        }

        foreach (var kind in Enum.GetValues<StopKind>())
        {
            foreach (var temperature in CargoByClass.Classes)
            {
                var (loads, rooms) = (
                    must.Where(s => s.Kind == kind).Select(s => s.Load[temperature]).ToList(),
                    problem.Vehicles.Select(v => v.Capacity[temperature]).ToList()
                );
                AddTotal(found, kind, temperature, "千克", loads.Select(c => c.Kg), rooms.Select(c => c.Kg));
                AddTotal(found, kind, temperature, "升", loads.Select(c => c.Litres), rooms.Select(c => c.Litres));
            }
        }

        return found;
    }

    private static Obstacle? OfStop(RoutingProblem problem, RoutingFitness fitness, RoutingStop stop)
    {
        if (problem.Vehicles.Count == 0)
        {
            return Say("no-vehicle", stop, $"没有可用的车辆，站点“{stop.Id}”无法安排。");
        }

        if (fitness.ClashWithin(stop) is { } pair)
        {
            return Say(
                "groups-in-stop",
                stop,
                $"站点“{stop.Id}”的货物中有不能同车的品类（{pair.One}与{pair.Other}），请拆成两个站点。"
            );
        }

        foreach (var temperature in CargoByClass.Classes)
        {
            var (load, rooms) = (stop.Load[temperature], problem.Vehicles.Select(v => v.Capacity[temperature]));
            var obstacle =
                OfLoad(stop, temperature, "千克", load.Kg, rooms.Max(c => c.Kg))
                ?? OfLoad(stop, temperature, "升", load.Litres, rooms.Max(c => c.Litres));
            if (obstacle is not null)
            {
                return obstacle;
            }
        }

        var able = problem.Vehicles.Where(v => RoutingFitness.HasSkills(v, stop)).ToList();
        if (able.Count == 0)
        {
            return Say("no-skills", stop, $"没有车辆具备站点“{stop.Id}”要求的条件：{string.Join('、', stop.Skills)}。");
        }

        able.RemoveAll(v => !RoutingFitness.HasRoom(v, stop));
        if (able.Count == 0)
        {
            return Say("no-room", stop, $"没有一辆具备条件的车能同时装下站点“{stop.Id}”的全部货物，请拆分。");
        }

        return able.Any(v => fitness.HasTime(v, stop))
            ? null
            : Say(
                "out-of-reach",
                stop,
                $"装得下站点“{stop.Id}”货物的车辆，从起点出发都不能在其时间窗内到达并在规定工时内返回。"
            );
    }

    private static Obstacle? OfLoad(
        RoutingStop stop,
        TemperatureClass temperature,
        string unit,
        double load,
        double largest
    )
    {
        if (Thousandths.Of(load) <= Thousandths.Of(largest))
        {
            return null;
        }

        return Thousandths.Of(largest) == 0
            ? Say(
                "no-compartment",
                stop,
                $"站点“{stop.Id}”有{load:0.###}{unit}{NameOf(temperature)}货物，但没有车辆带{NameOf(temperature)}厢。"
            )
            : Say(
                "too-large",
                stop,
                $"站点“{stop.Id}”的{NameOf(temperature)}货物为{load:0.###}{unit}，超过最大的{NameOf(temperature)}厢（{largest:0.###}{unit}），请拆分。"
            );
    }

    private static void AddTotal(
        List<Obstacle> found,
        StopKind kind,
        TemperatureClass temperature,
        string unit,
        IEnumerable<double> loads,
        IEnumerable<double> rooms
    )
    {
        var (load, room) = (loads.Sum(Thousandths.Of), rooms.Sum(Thousandths.Of));
        if (load > room)
        {
            var what = kind == StopKind.Delivery ? "配送" : "揽收";
            found.Add(
                Say(
                    "fleet-too-small",
                    null,
                    $"必须{what}的{NameOf(temperature)}货物共{load / 1000.0:0.###}{unit}，超过全部车辆的{NameOf(temperature)}厢容量（{room / 1000.0:0.###}{unit}）。"
                )
            );
        }
    }

    private static string NameOf(TemperatureClass temperature) =>
        temperature switch
        {
            TemperatureClass.Ambient => "常温",
            TemperatureClass.Chilled => "冷藏",
            TemperatureClass.Frozen => "冷冻",
            _ => throw new ArgumentOutOfRangeException(nameof(temperature)),
        };

    private static Obstacle Say(string kind, RoutingStop? stop, FormattableString detail) =>
        new(kind, stop?.Id, detail.ToString(CultureInfo.InvariantCulture));
}
