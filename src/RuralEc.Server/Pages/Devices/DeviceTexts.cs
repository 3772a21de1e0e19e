namespace RuralEc.Server.Pages.Devices;

/// <summary>Names the texts of loggers and what they are in.</summary>
internal sealed class DeviceTexts;
