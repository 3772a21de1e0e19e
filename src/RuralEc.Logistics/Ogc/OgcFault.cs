namespace RuralEc.Logistics.Ogc;

/// <summary>What is wrong with a request, found deep in what it says and answered at the door.</summary>
internal sealed class OgcFault : Exception
{
    private OgcFault(int status, Refusal why)
        : base(why.Detail) => (Status, Why) = (status, why);

    public int Status { get; }

    public Refusal Why { get; }

    /// <summary>A value that its parameter cannot have (17-069r4 /req/core/query-param-invalid).</summary>
    public static OgcFault Invalid(string parameter, string detail) =>
        new(400, new("invalid-parameter", "A query parameter has an invalid value.", detail, "/" + parameter));

    /// <summary>A parameter that is not there to be given (/req/core/query-param-unknown).</summary>
    public static OgcFault Unknown(string parameter) =>
        new(
            400,
            new(
                "unknown-parameter",
                "This address does not take the query parameter.",
                $"没有参数 {Shortened(parameter)}。",
                "/" + Shortened(parameter)
            )
        );

    /// <summary>Not there, or not for the caller to know of.</summary>
    public static OgcFault Missing(string detail, string pointer) =>
        new(404, new("not-found", "Not found", detail, pointer));

    private static string Shortened(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
