namespace RuralEc.Server.Pages.Node;

/// <summary>Names the texts of the pages of node operators and carriers, and of handovers; the Chinese text is the key.</summary>
internal sealed class NodeTexts;
