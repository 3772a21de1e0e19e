using System.ComponentModel.DataAnnotations;

namespace RuralEc.Traceability.Commands;

/// <summary>A key must be stated: the empty id or the default of a GS1 key is none.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class NotEmptyAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is null || !value.Equals(Activator.CreateInstance(value.GetType()));

    public override string FormatErrorMessage(string name) => "不能为空。";
}
