namespace RuralEc.Server.Pages;

/// <summary>Names the texts of layout, home, account and error pages; the Chinese text is the key.</summary>
internal sealed class PageTexts;
