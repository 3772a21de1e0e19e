namespace RuralEc.Server.Pages.Cooperative;

/// <summary>Names the texts of the pages of co-operatives; the Chinese text is the key.</summary>
internal sealed class CoopTexts;
