using CsCheck;
using RuralEc.Logistics.Routing;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>Days small enough to try everything: up to six stops, two vehicles, a clock of some eighty seconds.</summary>
internal static class TinyDay
{
    private const int Day = 80;

    private static readonly Gen<Cargo> Amount =
        from kg in Gen.Int[1, 5]
        from litres in Gen.Int[1, 9]
        select new Cargo(kg, litres);

    private static readonly Gen<CargoByClass> Load = Gen.Frequency(
        (4, from c in Amount select new CargoByClass(Ambient: c)),
        (2, from c in Amount select new CargoByClass(Chilled: c)),
        (1, from a in Amount from c in Amount select new CargoByClass(a, c)),
        (1, from c in Amount select new CargoByClass(Frozen: c))
    );

    private static readonly Gen<TimeWindow> Window =
        from start in Gen.Int[0, 50]
        from length in Gen.Int[0, 30]
        select new TimeWindow(start, start + length);

    private static Gen<RoutingStop> Stop(int number, int places) =>
        from place in Gen.Int[0, places - 1]
        from kind in Gen.Enum<StopKind>()
        from load in Load
        from service in Gen.Int[0, 4]
        from windows in Window.List[0, 2]
        from drop in Gen.Frequency((2, Gen.Const((double?)null)), (3, from y in Gen.Int[1, 40] select (double?)y))
        from groups in Gen.Int[1, 4].List[0, 2]
        from lift in Gen.Frequency((6, Gen.Const(false)), (1, Gen.Const(true)))
        select new RoutingStop($"S{number}", place, kind, load)
        {
            ServiceSeconds = service,
            Windows = windows,
            DropYuan = drop,
            Groups = groups,
            Skills = lift ? ["lift"] : [],
        };

    private static Gen<RoutingVehicle> Vehicle(int number, int places) =>
        from start in Gen.Int[0, places - 1]
        from end in Gen.Int[0, places - 1]
        from earliest in Gen.Int[0, 10]
        from latest in Gen.Int[40, Day]
        from ambient in Gen.Int[4, 12]
        from chilled in Gen.Int[0, 9]
        from frozen in Gen.Int[0, 4]
        from perKm in Gen.Int[500, 2000]
        from fixedYuan in Gen.Int[0, 10]
        from loading in Gen.Int[0, 4]
        from driving in Gen.Int[15, 60]
        from duty in Gen.Int[20, 80]
        from rest in Gen.Frequency(
            (1, Gen.Const((RoutingBreak?)null)),
            (1, from w in Gen.Int[10, 40] from l in Gen.Int[0, 10] select (RoutingBreak?)new(new(w, w + l), 5))
        )
        from lift in Gen.Bool
        select new RoutingVehicle(
            $"V{number}",
            start,
            end,
            earliest,
            latest,
            new(new(ambient, 2 * ambient), new(chilled, 2 * chilled), new(frozen, frozen))
        )
        {
            YuanPerKm = perKm,
            FixedYuan = fixedYuan,
            LoadingSeconds = loading,
            MostDrivingSeconds = driving,
            MostDutySeconds = duty,
            Break = rest,
            Skills = lift ? ["lift"] : [],
        };

    /// <summary>Any day: most have a plan, some have none.</summary>
    public static Gen<RoutingProblem> Any { get; } =
        from places in Gen.Int[2, 5]
        from metres in Gen.Int[1, 20].Array2D[places, places]
        from seconds in Gen.Int[1, 12].Array2D[places, places]
        from vehicles in Gen.SelectMany(Gen.Int[1, 2], n => Each(n, v => Vehicle(v, places)))
        from stops in Gen.SelectMany(Gen.Int[1, 6], n => Each(n, s => Stop(s, places)))
        from clash in Gen.Bool
        select new RoutingProblem(metres, seconds, vehicles, stops)
        {
            Incompatible = clash ? [new(1, 2), new(3, 1)] : [],
        };

    private static Gen<List<T>> Each<T>(int count, Func<int, Gen<T>> gen) =>
        Enumerable
            .Range(0, count)
            .Aggregate(
                Gen.Const(new List<T>()),
                (all, n) => Gen.Select(all, gen(n), (list, one) => (List<T>)[.. list, one])
            );
}
