namespace RuralEc.Server.Pages.Forms;

/// <summary>One thing to choose: the value that is sent, what a person reads, and a smaller second line.</summary>
public sealed record Option(string Value, string Text, string? Hint = null);
