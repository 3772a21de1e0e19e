namespace RuralEc.Server.Pages.Labels;

/// <summary>Names the texts of the print pages; the Chinese text is the key.</summary>
public sealed class LabelTexts;
