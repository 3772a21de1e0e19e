namespace RuralEc.Server.Pages.Planning;

/// <summary>Names the texts of the planning pages; the Chinese text is the key.</summary>
internal sealed class PlanningTexts;
