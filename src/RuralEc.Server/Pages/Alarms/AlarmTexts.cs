namespace RuralEc.Server.Pages.Alarms;

/// <summary>Names the texts of the alarm desk and of the letters about alarms; the Chinese text is the key.</summary>
internal sealed class AlarmTexts;
