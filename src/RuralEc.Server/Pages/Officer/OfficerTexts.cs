namespace RuralEc.Server.Pages.Officer;

/// <summary>Names the texts of the officer's pages; the Chinese text is the key.</summary>
internal sealed class OfficerTexts;
