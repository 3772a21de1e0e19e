using System.Text.Json;

namespace RuralEc.Traceability.Reference;

/// <summary>Reference rows that ship inside the assembly.</summary>
internal static class EmbeddedReference
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static IReadOnlyList<TRow> Read<TRow>(string file)
    {
        using var stream =
            typeof(EmbeddedReference).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly lacks {file}.");
        return JsonSerializer.Deserialize<List<TRow>>(stream, Strict) ?? [];
    }
}
