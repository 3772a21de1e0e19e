using System.Security.Claims;

namespace RuralEc.Server.Pages.Planning;

/// <summary>What pages of jobs share.</summary>
internal static class JobPages
{
    /// <summary>By whom a job is known.</summary>
    public static string AccountOf(ClaimsPrincipal by) => by.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";
}
