namespace RuralEc.Server.Pages.Forms;

/// <summary>Names the texts that all entry forms share; the Chinese text is the key.</summary>
internal sealed class FormTexts;
