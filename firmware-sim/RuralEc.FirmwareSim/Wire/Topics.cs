namespace RuralEc.FirmwareSim.Wire;

/// <summary>The topics of one device.</summary>
public sealed record Topics(string Party, string Device)
{
    public string Readings => $"re/1/{Party}/{Device}/r";

    public string State => $"re/1/{Party}/{Device}/s";
}
