using Google.OrTools.ConstraintSolver;

namespace RuralEc.Logistics.Routing;

/// <summary>
/// What fits on board at every moment. Of deliveries alone, or collections alone, the sum decides. Where a vehicle does
/// both, it starts with all its deliveries on board, and each stop changes that by what it hands over or takes in.
/// </summary>
internal static class DayLoads
{
    public static void Add(
        RoutingModel model,
        IReadOnlyList<RoutingVehicle> vehicles,
        IReadOnlyList<RoutingStop> stops,
        int nodes
    )
    {
        foreach (var temperature in CargoByClass.Classes)
        {
            long[] kg = [.. stops.Select(s => Thousandths.Of(s.Load[temperature].Kg))];
            long[] kgRoom = [.. vehicles.Select(v => Thousandths.Of(v.Capacity[temperature].Kg))];
            long[] litres = [.. stops.Select(s => Thousandths.Of(s.Load[temperature].Litres))];
            long[] litresRoom = [.. vehicles.Select(v => Thousandths.Of(v.Capacity[temperature].Litres))];
            var kgDecides = Implies(kg, kgRoom, litres, litresRoom);
            var litresDecide = !kgDecides && Implies(litres, litresRoom, kg, kgRoom);
            if (!litresDecide)
            {
                Add(model, stops, nodes, $"{temperature} kg", kg, kgRoom);
            }

            if (!kgDecides)
            {
                Add(model, stops, nodes, $"{temperature} litres", litres, litresRoom);
            }
        }
    }

    /// <summary>
    /// Whether what fits by the one measure always fits by the other: no stop has more of the other for its one than the
    /// vehicle has room for. Each measure that need not be watched makes the search faster.
    /// </summary>
    private static bool Implies(long[] one, long[] oneRoom, long[] other, long[] otherRoom)
    {
        for (var stop = 0; stop < one.Length; stop++)
        {
            for (var vehicle = 0; vehicle < oneRoom.Length; vehicle++)
            {
                if ((Int128)other[stop] * oneRoom[vehicle] > (Int128)one[stop] * otherRoom[vehicle])
                {
                    return false;
                }

                // A compartment without room by the one measure takes nothing, but says nothing of 0 by that measure.
                if (oneRoom[vehicle] == 0 && one[stop] == 0 && other[stop] > otherRoom[vehicle])
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Add(
        RoutingModel model,
        IReadOnlyList<RoutingStop> stops,
        int nodes,
        string name,
        long[] amounts,
        long[] room
    )
    {
        if (amounts.Sum() <= room.Min())
        {
            return;
        }

        var delivered = new long[nodes];
        var collected = new long[nodes];
        for (var stop = 0; stop < stops.Count; stop++)
        {
            (stops[stop].Kind == StopKind.Delivery ? delivered : collected)[stop] = amounts[stop];
        }

        var delivers = delivered.Any(a => a > 0);
        var collects = collected.Any(a => a > 0);
        if (delivers)
        {
            Sum(model, $"{name} delivered", delivered, room);
        }

        if (collects)
        {
            Sum(model, $"{name} collected", collected, room);
        }

        if (delivers && collects)
        {
            OnBoard(model, name, [.. collected.Zip(delivered, (c, d) => c - d)], room);
        }
    }

    private static void Sum(RoutingModel model, string name, long[] amounts, long[] room) =>
        model.AddDimensionWithVehicleCapacity(model.RegisterUnaryTransitVector(amounts), 0, room, true, name);

    private static void OnBoard(RoutingModel model, string name, long[] changes, long[] room)
    {
        model.AddDimensionWithVehicleCapacity(model.RegisterUnaryTransitVector(changes), 0, room, false, name);
        var (onBoard, delivered) = (model.GetMutableDimension(name), model.GetMutableDimension($"{name} delivered"));
        var solver = model.solver();
        for (var vehicle = 0; vehicle < room.Length; vehicle++)
        {
            solver.Add(
                solver.MakeEquality(onBoard.CumulVar(model.Start(vehicle)), delivered.CumulVar(model.End(vehicle)))
            );
        }
    }
}
