namespace RuralEc.FirmwareSim.Wire;

/// <summary>The topics of one device.</summary>
internal sealed class Topics(string party, string device)
{
    public string Readings { get; } = $"re/1/{party}/{device}/r";

    public string State { get; } = $"re/1/{party}/{device}/s";

    /// <summary>Where the server says what is stored.</summary>
    public string Answers { get; } = $"re/1/{party}/{device}/a";
}
