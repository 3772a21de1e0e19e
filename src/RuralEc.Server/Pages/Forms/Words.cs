using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;
using RuralEc.Traceability.Reference;

namespace RuralEc.Server.Pages.Forms;

/// <summary>What the named values of the rooms are called on pages, in the language of the reader.</summary>
internal sealed class Words(IStringLocalizer<FormTexts> T)
{
    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The name in the reader's language; the Chinese one where there is no other.</summary>
    public static string Name(string chinese, string? english) =>
        English && !string.IsNullOrWhiteSpace(english) ? english : chinese;

    public static string Class(string code) =>
        ProductClass.Find(code) is { } found ? Name(found.Name, found.NameEn) : code;

    public string Grade(string productClass, string? code) =>
        code is null ? T["未分级"]
        : ProductClass.Find(productClass)?.GradeOf(code) is { } grade ? Name(grade.Name, grade.NameEn)
        : code;

    /// <summary>An amount with its unit; box counts are whole.</summary>
    public string Amount(decimal quantity, Uom uom) =>
        uom is Uom.KGM
            ? string.Create(CultureInfo.InvariantCulture, $"{quantity:#,0.###} kg")
            : T["{0} 箱", quantity.ToString("#,0", CultureInfo.InvariantCulture)];

    public string Of(PartyKind kind) =>
        kind switch
        {
            PartyKind.Cooperative => T["合作社"],
            PartyKind.NodeOperator => T["站点运营方"],
            PartyKind.Carrier => T["承运人"],
            PartyKind.Buyer => T["收购方"],
            _ => kind.ToString(),
        };

    public string Of(FarmWork work) =>
        work switch
        {
            FarmWork.Pesticide => T["用药"],
            FarmWork.Fertiliser => T["施肥"],
            FarmWork.Irrigation => T["灌溉"],
            FarmWork.Pruning => T["修剪"],
            FarmWork.PestEvent => T["病虫害"],
            FarmWork.Other => T["其他"],
            _ => work.ToString(),
        };
}
