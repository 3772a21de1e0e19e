using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Forms;

/// <summary>What the steps of a lot and their facts are called in a timeline.</summary>
internal sealed class StepWords(IStringLocalizer<FormTexts> T)
{
    public string Of(StepKind kind) =>
        kind switch
        {
            StepKind.Harvest => T["采收"],
            StepKind.Precooling => T["预冷"],
            StepKind.Grading => T["分级"],
            StepKind.Packing => T["包装"],
            StepKind.Split => T["拆分"],
            StepKind.Merge => T["合并"],
            StepKind.Repacking => T["改装"],
            StepKind.Hold => T["暂停流转"],
            StepKind.Release => T["恢复流转"],
            StepKind.CodeIssue => T["发放追溯码"],
            StepKind.CodeActivation => T["启用追溯码"],
            StepKind.CodeVoid => T["作废追溯码"],
            StepKind.Palletising => T["组托"],
            StepKind.Unpacking => T["拆托"],
            StepKind.Shipping => T["发货"],
            StepKind.Receiving => T["收货"],
            StepKind.Rejection => T["拒收"],
            StepKind.Certificate => T["开具合格证"],
            StepKind.Custody => T["交接途中"],
            StepKind.CertificateVoid => T["作废合格证"],
            StepKind.RetailSale => T["零售"],
            _ => kind.ToString(),
        };

    public string Of(PrecoolingMethod method) =>
        method switch
        {
            PrecoolingMethod.IceWater => T["冰水"],
            PrecoolingMethod.ForcedAir => T["强制通风"],
            PrecoolingMethod.Vacuum => T["真空"],
            PrecoolingMethod.Room => T["冷库"],
            _ => method.ToString(),
        };

    /// <summary>The facts of a step in one line; those of no meaning to people are left out.</summary>
    public string Line(IReadOnlyDictionary<string, string> facts) =>
        string.Join(" · ", facts.Select(f => Fact(f.Key, f.Value)).OfType<string>());

    private string? Fact(string key, string value) =>
        key switch
        {
            StepFact.Crates => T["{0} 筐", value],
            StepFact.CullsKg when value != "0" => T["剔除 {0} kg", value],
            StepFact.LossKg when value != "0" => T["损耗 {0} kg", value],
            StepFact.ShrinkKg when value != "0" => T["失重 {0} kg", value],
            StepFact.UnexplainedKg when value != "0" => T["未说明 {0} kg", value],
            StepFact.LossReason or StepFact.Reason => value,
            StepFact.Method => Enum.TryParse<PrecoolingMethod>(value, out var method) ? Of(method) : value,
            StepFact.PulpBeforeCelsius => T["预冷前 {0} °C", value],
            StepFact.PulpAfterCelsius => T["预冷后 {0} °C", value],
            StepFact.PulpMinCelsius => T["果肉最低 {0} °C", value],
            StepFact.PulpMaxCelsius => T["果肉最高 {0} °C", value],
            StepFact.SurfaceMaxCelsius => T["表面最高 {0} °C", value],
            StepFact.CoreCelsius => T["中心 {0} °C", value],
            StepFact.Vehicle or StepFact.Difference or StepFact.Certificate => value,
            StepFact.StartedAt when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at) => T[
                "{0} 开始",
                ChinaTime.Text(at, ChinaTime.DayOf(at))
            ].Value,
            _ => null,
        };
}
