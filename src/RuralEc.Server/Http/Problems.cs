namespace RuralEc.Server.Http;

/// <summary>The names of our problem types (RFC 9457).</summary>
internal static class Problems
{
    public static string TypeOf(string name) => "https://ruralec.example/problems/" + name;
}
