namespace RuralEc.Server.Pages.Planning;

/// <summary>Colours of routes, told apart also by those who see few colours (Okabe and Ito 2008).</summary>
internal static class RouteColours
{
    private static readonly string[] All =
    [
        "#0072b2",
        "#d55e00",
        "#009e73",
        "#cc79a7",
        "#e69f00",
        "#56b4e9",
        "#7a5195",
        "#444444",
    ];

    public static string Of(int route) => All[route % All.Length];
}
