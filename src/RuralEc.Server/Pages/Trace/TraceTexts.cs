namespace RuralEc.Server.Pages.Trace;

/// <summary>Names the texts of the consumer's pages; the Chinese text is the key.</summary>
public sealed class TraceTexts;
