using Google.OrTools.ConstraintSolver;

namespace RuralEc.Logistics.Routing;

/// <summary>
/// A problem in OR-Tools' words. Each stop is a node, each pair of start place and loading time, and each end place. All
/// transits are matrices and vectors: delegates found the same plans in the same time, and would have to be kept alive.
/// </summary>
internal sealed class DayModel : IDisposable
{
    /// <summary>Costs count in hundredths of a fen: a metre at 0.1 yuan a kilometre is one.</summary>
    public const double UnitsPerYuan = 10_000;

    private const int NoVehicle = -1;

    private readonly RoutingProblem _problem;
    private readonly int[] _nodePlace;
    private readonly int[] _nodeSeconds;
    private readonly RoutingIndexManager _manager;
    private readonly IntervalVar?[] _breaks;
    private readonly RoutingDimension _time;
    private readonly long _horizon;

    /// <summary>Builds the model of the given stops; each vehicle that is not in its list of fit ones never comes.</summary>
    /// <param name="stops">The stops of the problem that any vehicle fits.</param>
    /// <param name="fit">For each of the stops, whether each vehicle fits.</param>
    /// <param name="stay">For each of the stops the vehicle that it had, or null.</param>
    /// <param name="moveYuan">Yuan that giving a stop another vehicle than it had counts.</param>
    public DayModel(
        RoutingProblem problem,
        IReadOnlyList<RoutingStop> stops,
        IReadOnlyList<bool[]> fit,
        IReadOnlyList<int?> stay,
        double moveYuan
    )
    {
        _problem = problem;
        Stops = stops;
        var vehicles = problem.Vehicles;
        var starts = vehicles.Select(v => (v.StartPlace, v.LoadingSeconds)).Distinct().ToList();
        var ends = vehicles.Select(v => v.EndPlace).Distinct().ToList();
        _nodePlace = [.. stops.Select(s => s.Place), .. starts.Select(s => s.StartPlace), .. ends];
        _nodeSeconds =
        [
            .. stops.Select(s => s.ServiceSeconds),
            .. starts.Select(s => s.LoadingSeconds),
            .. ends.Select(_ => 0),
        ];
        _manager = new(
            _nodePlace.Length,
            vehicles.Count,
            [.. vehicles.Select(v => stops.Count + starts.IndexOf((v.StartPlace, v.LoadingSeconds)))],
            [.. vehicles.Select(v => stops.Count + starts.Count + ends.IndexOf(v.EndPlace))]
        );
        var parameters = operations_research_constraint_solver.DefaultRoutingModelParameters();
        Model = new(_manager, parameters);
        _breaks = new IntervalVar?[vehicles.Count];
        _horizon = vehicles.Max(v => (long)v.LatestEndSecond);
        _time = AddTime();
        AddDriving();
        AddCosts(stay, ToUnits(moveYuan));
        AddVehicles(fit);
        DayLoads.Add(Model, problem.Vehicles, stops, _nodePlace.Length);
        AddGroups();
    }

    public RoutingModel Model { get; }

    public IReadOnlyList<RoutingStop> Stops { get; }

    /// <summary>More than all that leaving out one must-visit stop could save.</summary>
    public long MissingUnits { get; private set; }

    public static long ToUnits(double yuan) => checked((long)Math.Round(yuan * UnitsPerYuan));

    public long IndexOf(int stop) => _manager.NodeToIndex(stop);

    /// <summary>The positions in <see cref="Stops"/> that a vehicle visits, in order.</summary>
    public List<int> VisitsOf(Assignment answer, int vehicle)
    {
        List<int> visits = [];
        var end = Model.End(vehicle);
        for (
            var at = answer.Value(Model.NextVar(Model.Start(vehicle)));
            at != end;
            at = answer.Value(Model.NextVar(at))
        )
        {
            visits.Add(_manager.IndexToNode(at));
        }

        return visits;
    }

    public long SecondAt(Assignment answer, int stop) => answer.Value(_time.CumulVar(IndexOf(stop)));

    public long StartSecond(Assignment answer, int vehicle) => answer.Value(_time.CumulVar(Model.Start(vehicle)));

    public long? BreakSecond(Assignment answer, int vehicle) =>
        _breaks[vehicle] is { } rest ? answer.StartValue(rest) : null;

    public void Dispose()
    {
        Model.Dispose();
        _manager.Dispose();
    }

    private RoutingDimension AddTime()
    {
        var transit = Model.RegisterTransitMatrix(Matrix((from, to) => _nodeSeconds[from] + Seconds(from, to)));
        Model.AddDimension(transit, _horizon, _horizon, false, "time");
        var time = Model.GetMutableDimension("time");
        for (var stop = 0; stop < Stops.Count; stop++)
        {
            Narrow(time.CumulVar(IndexOf(stop)), Stops[stop].Windows);
        }

        foreach (var (number, vehicle) in _problem.Vehicles.Index())
        {
            var (start, end) = (time.CumulVar(Model.Start(number)), time.CumulVar(Model.End(number)));
            start.SetRange(vehicle.EarliestStartSecond, vehicle.LatestEndSecond);
            end.SetRange(vehicle.EarliestStartSecond, vehicle.LatestEndSecond);
            if (vehicle.MostDutySeconds < vehicle.LatestEndSecond - vehicle.EarliestStartSecond)
            {
                time.SetSpanUpperBoundForVehicle(vehicle.MostDutySeconds, number);
            }

            AddBreak(time, number, vehicle);
            Model.AddVariableMinimizedByFinalizer(end);
            Model.AddVariableMaximizedByFinalizer(start);
        }

        return time;
    }

    private void Narrow(IntVar begin, IReadOnlyList<TimeWindow> windows)
    {
        if (windows.Count == 0)
        {
            return;
        }

        var sorted = windows.OrderBy(w => w.FromSecond).ToList();
        var until = sorted[0].UntilSecond;
        begin.SetRange(sorted[0].FromSecond, Math.Min(_horizon, sorted.Max(w => w.UntilSecond)));
        foreach (var window in sorted.Skip(1))
        {
            if (window.FromSecond > until + 1)
            {
                begin.RemoveInterval(until + 1, window.FromSecond - 1);
            }

            until = Math.Max(until, window.UntilSecond);
        }
    }

    private void AddBreak(RoutingDimension time, int number, RoutingVehicle vehicle)
    {
        if (vehicle.Break is not { } rest)
        {
            return;
        }

        var interval = Model
            .solver()
            .MakeFixedDurationIntervalVar(
                rest.Begins.FromSecond,
                rest.Begins.UntilSecond,
                rest.Seconds,
                false,
                $"break {number}"
            );
        _breaks[number] = interval;
        var busy = new long[Model.Size() + _problem.Vehicles.Count];
        for (var index = 0L; index < Model.Size(); index++)
        {
            busy[index] = _nodeSeconds[_manager.IndexToNode(index)];
        }

        time.SetBreakIntervalsOfVehicle(new IntervalVarVector([interval]), number, busy);
    }

    private void AddDriving()
    {
        // Driving is duty, so where duty is the tighter limit, there is nothing to add.
        var bound = _problem.Vehicles.Any(v =>
            v.MostDrivingSeconds < Math.Min(v.MostDutySeconds, v.LatestEndSecond - v.EarliestStartSecond)
        );
        if (bound)
        {
            var transit = Model.RegisterTransitMatrix(Matrix(Seconds));
            long[] most = [.. _problem.Vehicles.Select(v => (long)Math.Min(v.MostDrivingSeconds, v.LatestEndSecond))];
            Model.AddDimensionWithVehicleCapacity(transit, 0, most, true, "driving");
        }
    }

    private void AddCosts(IReadOnlyList<int?> stay, long move)
    {
        var keeps = stay.OfType<int>().ToHashSet();
        var evaluators = new Dictionary<(double, int?), int>();
        foreach (var (number, vehicle) in _problem.Vehicles.Index())
        {
            // A stop that had another vehicle pays on its way out; vehicles that had no stop share what they ask.
            int? asks =
                keeps.Count == 0 || move == 0 ? null
                : keeps.Contains(number) ? number
                : NoVehicle;
            var key = (vehicle.YuanPerKm, asks);
            if (!evaluators.TryGetValue(key, out var evaluator))
            {
                evaluator = Model.RegisterTransitMatrix(
                    Matrix((from, to) => ArcUnits(vehicle, from, to) + (Moves(from, number) ? move : 0))
                );
                evaluators.Add(key, evaluator);
            }

            Model.SetArcCostEvaluatorOfVehicle(evaluator, number);
            Model.SetFixedCostOfVehicle(ToUnits(vehicle.FixedYuan), number);
        }

        bool Moves(int node, int vehicle) => node < stay.Count && stay[node] is { } had && had != vehicle;

        SetDrops(stay, move);
    }

    private void SetDrops(IReadOnlyList<int?> stay, long move)
    {
        var dearest = _problem.Vehicles.Max(v => v.YuanPerKm) * Matrix((a, b) => Metres(a, b)).Max(r => r.Max()) / 1000;
        var all =
            _problem.Vehicles.Sum(v => v.FixedYuan)
            + (dearest * (Stops.Count + _problem.Vehicles.Count))
            + Stops.Sum(s => s.DropYuan ?? 0);
        MissingUnits = Math.Min(ToUnits(all) + (move * Stops.Count) + 1, long.MaxValue / 4 / (Stops.Count + 1));
        for (var stop = 0; stop < Stops.Count; stop++)
        {
            var penalty = Stops[stop].DropYuan is { } yuan
                ? ToUnits(yuan) + (stay[stop] is null ? 0 : move)
                : MissingUnits;
            Model.AddDisjunction([IndexOf(stop)], penalty);
        }
    }

    private void AddVehicles(IReadOnlyList<bool[]> fit)
    {
        for (var stop = 0; stop < Stops.Count; stop++)
        {
            var variable = Model.VehicleVar(IndexOf(stop));
            for (var vehicle = 0; vehicle < fit[stop].Length; vehicle++)
            {
                if (!fit[stop][vehicle])
                {
                    variable.RemoveValue(vehicle);
                }
            }
        }
    }

    private void AddGroups()
    {
        if (_problem.Incompatible.Count == 0)
        {
            return;
        }

        // A node has one type, so each set of groups that occurs is a type.
        var clashes = new RoutingGroups(_problem.Incompatible);
        var sets = new List<int[]>();
        for (var stop = 0; stop < Stops.Count; stop++)
        {
            int[] groups = [.. Stops[stop].Groups.Where(clashes.Matters).Distinct().Order()];
            if (groups.Length == 0)
            {
                continue;
            }

            var type = sets.FindIndex(s => s.SequenceEqual(groups));
            if (type < 0)
            {
                type = sets.Count;
                sets.Add(groups);
            }

            Model.SetVisitType(IndexOf(stop), type, TypeAddedToVehicle);
        }

        for (var one = 0; one < sets.Count; one++)
        {
            for (var other = one + 1; other < sets.Count; other++)
            {
                if (clashes.Between(sets[one], sets[other]) is not null)
                {
                    Model.AddHardTypeIncompatibility(one, other);
                }
            }
        }
    }

    // RoutingModel::TYPE_ADDED_TO_VEHICLE; the .NET wrapper takes the policy as a number.
    private const int TypeAddedToVehicle = 0;

    private long[][] Matrix(Func<int, int, long> value)
    {
        var matrix = new long[_nodePlace.Length][];
        for (var from = 0; from < matrix.Length; from++)
        {
            matrix[from] = new long[matrix.Length];
            for (var to = 0; to < matrix.Length; to++)
            {
                // From a start to an end only an unused vehicle goes, and it goes nowhere.
                matrix[from][to] = from >= Stops.Count && to >= Stops.Count ? 0 : value(from, to);
            }
        }

        return matrix;
    }

    private long Seconds(int from, int to) => _problem.Seconds[_nodePlace[from], _nodePlace[to]];

    private long Metres(int from, int to) => _problem.Metres[_nodePlace[from], _nodePlace[to]];

    private long ArcUnits(RoutingVehicle vehicle, int from, int to) =>
        ToUnits(Metres(from, to) * vehicle.YuanPerKm / 1000);
}
