namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>The scenario cannot be played; the message is one sentence for the person who wrote it.</summary>
internal sealed class ScenarioException(string message, Exception? reason = null) : Exception(message, reason);
