using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace RuralEc.Traceability.Commands;

/// <summary>
/// Checks a command against the attributes of its constructor, as the JSON door does: a page or an import that calls
/// the use case itself meets the same limits.
/// </summary>
internal static class CommandShape
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Part>> PartsOf = new();

    /// <returns>The first fault, or null when the shape is sound.</returns>
    public static Refusal? Check(object command) => Check(command, "");

    private static Refusal? Check(object command, string path)
    {
        foreach (var part in PartsOf.GetOrAdd(command.GetType(), Read))
        {
            var value = part.Property.GetValue(command);
            var field = $"{path}/{part.Name}";
            if (part.Rules.FirstOrDefault(rule => !rule.IsValid(value)) is { } broken)
            {
                var detail = broken.FormatErrorMessage(part.Name);
                return new Refusal("invalid-field", "Invalid field", detail, field);
            }
            if (part.IsList && value is IEnumerable items)
            {
                var inside = items.Cast<object?>().Select((item, i) => CheckItem(item, $"{field}/{i}"));
                if (inside.FirstOrDefault(fault => fault is not null) is { } fault)
                {
                    return fault;
                }
            }
        }
        return null;
    }

    // Nullability annotations do not reach into lists: [null] arrives.
    private static Refusal? CheckItem(object? item, string field) =>
        item is null ? new Refusal("invalid-field", "Invalid field", "不能为空。", field) : Check(item, field);

    private static IReadOnlyList<Part> Read(Type type)
    {
        // What is not a command of ours has no parts: keys, numbers, and our own enums.
        if (type.Assembly != typeof(CommandShape).Assembly || type.IsEnum)
        {
            return [];
        }
        return
        [
            .. type.GetConstructors()
                .OrderByDescending(c => c.GetParameters().Length)
                .First()
                .GetParameters()
                .Select(p => new Part(
                    JsonNamingPolicy.CamelCase.ConvertName(p.Name!),
                    type.GetProperty(p.Name!)!,
                    [.. p.GetCustomAttributes<ValidationAttribute>()],
                    p.ParameterType != typeof(string) && p.ParameterType.IsAssignableTo(typeof(IEnumerable))
                )),
        ];
    }

    private sealed record Part(
        string Name,
        PropertyInfo Property,
        IReadOnlyList<ValidationAttribute> Rules,
        bool IsList
    );
}
