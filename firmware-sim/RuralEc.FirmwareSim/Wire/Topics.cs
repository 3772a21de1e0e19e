namespace RuralEc.FirmwareSim.Wire;

/// <summary>The topics of one device.</summary>
internal sealed class Topics(string party, string device)
{
    public string Readings { get; } = $"re/1/{party}/{device}/r";

    public string State { get; } = $"re/1/{party}/{device}/s";

    /// <summary>Where the server says what is stored.</summary>
    public string Answers { get; } = $"re/1/{party}/{device}/a";

    /// <summary>Where the server says how the logger is to work.</summary>
    public string Settings { get; } = $"re/1/{party}/{device}/c";

    public string SettingsAnswer { get; } = $"re/1/{party}/{device}/cr";
}
