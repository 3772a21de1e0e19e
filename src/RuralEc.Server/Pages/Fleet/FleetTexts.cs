namespace RuralEc.Server.Pages.Fleet;

/// <summary>Names the texts of how a fleet of loggers does.</summary>
internal sealed class FleetTexts;
