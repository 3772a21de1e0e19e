using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.Traceability.Codes;

namespace RuralEc.Server.Pages.Cooperative;

/// <summary>How far the labels of a run are in use: packing a pallet activates its codes, too.</summary>
internal static class LabelWords
{
    public static string Of(LabelRunLine run, IStringLocalizer<CoopTexts> texts) =>
        run.Waiting == 0 ? texts["已启用"]
        : run.Waiting == run.Count ? texts["未启用"]
        : texts["{0} 枚未启用", run.Waiting.ToString("#,0", CultureInfo.InvariantCulture)];
}
