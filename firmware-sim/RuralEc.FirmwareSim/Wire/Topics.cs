namespace RuralEc.FirmwareSim.Wire;

/// <summary>The topics of one device.</summary>
internal sealed class Topics(string party, string device)
{
    public string Readings { get; } = $"re/1/{party}/{device}/r";

    public string State { get; } = $"re/1/{party}/{device}/s";
}
