namespace RuralEc.Logistics.Siting;

internal sealed class CapacitatedSiting(SitingProblem problem, Reaches reaches, SitingFacts facts, Pulse pulse)
{
    public SitingAnswer Solve() => facts.Nothing(pulse, problem.Demands.Count + reaches.SitesOf(0).Length);
}
