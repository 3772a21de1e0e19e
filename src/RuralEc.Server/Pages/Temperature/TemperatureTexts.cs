namespace RuralEc.Server.Pages.Temperature;

/// <summary>Names the texts of what goods went through.</summary>
internal sealed class TemperatureTexts;
