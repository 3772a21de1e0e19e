namespace RuralEc.Server.Pages.Network;

/// <summary>Names the texts of the pages of network figures; the Chinese text is the key.</summary>
internal sealed class NetworkTexts;
