namespace RuralEc.Server.Http;

/// <summary>Tells people from machines by what they say of themselves, so that scans count people.</summary>
internal static class ScanVisitor
{
    private static readonly string[] Machines = ["bot", "spider", "crawler", "preview", "facebookexternalhit"];

    /// <summary>False for HEAD, for what is fetched ahead, and for crawlers.</summary>
    public static bool IsPerson(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return HttpMethods.IsGet(request.Method)
            && !IsAhead(request.Headers["Sec-Purpose"])
            && !IsAhead(request.Headers["Purpose"])
            && !IsAhead(request.Headers["X-Moz"])
            && !Machines.Any(word => agent.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsAhead(string? purpose) =>
        purpose is not null && purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase);
}
