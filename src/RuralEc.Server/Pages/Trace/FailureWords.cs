using Microsoft.Extensions.Localization;
using RuralEc.Traceability.Codes;

namespace RuralEc.Server.Pages.Trace;

/// <summary>What to say of a scan that leads nowhere, and what to do.</summary>
internal sealed class FailureWords(IStringLocalizer<TraceTexts> texts)
{
    public string Heading(ScanFailureKind kind) =>
        kind switch
        {
            ScanFailureKind.Malformed => texts["这不是有效的追溯码"],
            ScanFailureKind.UnknownCode => texts["查无此码"],
            ScanFailureKind.UnknownLot => texts["查无此批次"],
            _ => texts["查无此产品"],
        };

    public string Reason(ScanFailure failure) =>
        failure.Kind switch
        {
            ScanFailureKind.UnknownCode => texts["我们没有签发过这个码，或者它不属于所写的批次。"],
            ScanFailureKind.UnknownLot => texts["这个产品没有登记过这个批次号。"],
            ScanFailureKind.UnknownProduct => texts["这个商品条码没有在本系统登记。"],
            _ => Fault(failure),
        };

    public string Advice(ScanFailureKind kind) =>
        kind is ScanFailureKind.Malformed
            ? texts["请重新扫描，或对照标签逐字核对。"]
            : texts["如果它印在您买的货物上，请谨慎食用，保留包装，并拨打 12315 举报。"];

    private string Fault(ScanFailure failure) =>
        failure.Fault switch
        {
            CodeFault.GtinCheckDigit => texts["商品条码（GTIN）的最后一位是校验码，应为 {0}。", failure.Expected],
            CodeFault.GtinLength => texts["商品条码（GTIN）应为 14 位数字。"],
            CodeFault.GtinCharacters => texts["商品条码（GTIN）只能是数字。"],
            CodeFault.LotForm => texts["批次号应为 1 到 20 个字母、数字或常用符号。"],
            CodeFault.SerialForm => texts["序列号应为 1 到 20 个字母、数字或常用符号。"],
            CodeFault.Order => texts["批次号（10）必须写在序列号（21）之前。"],
            CodeFault.Encoding => texts["网址里有不能识别的字符。"],
            CodeFault.ShortLength => texts["追溯短码应为 {0} 个字符。", TraceCodeText.ShortLength],
            CodeFault.ShortCharacters => texts["追溯短码只有数字和字母，没有 I、L、O、U。"],
            CodeFault.ShortCheck => texts["追溯短码的校验字符不对，可能抄错了一个字符。"],
            _ => texts["网址应为 /01/商品条码/10/批次号/21/序列号。"],
        };
}
