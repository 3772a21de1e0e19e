using RuralEc.Gs1;
using RuralEc.Traceability.Parties;

namespace RuralEc.Server.Demo;

/// <summary>The parties and places of the sample season. All keys carry the demonstration prefix 952.</summary>
internal static class DemoPlaces
{
    public static readonly Gln Cooperative = Gln.Parse("9521234100003");
    public static readonly Gln Packhouse = Gln.Parse("9521234100027");
    public static readonly Gln DistrictNode = Gln.Parse("9521234100034");
    public static readonly Gln PublicWarehouse = Gln.Parse("9521234100041");
    public static readonly Gln Town = Gln.Parse("9521234100058");
    public static readonly Gln Village = Gln.Parse("9521234100065");
    public static readonly Gln Community = Gln.Parse("9521234100072");
    public static readonly Gln Wholesale = Gln.Parse("9521234100089");

    public static readonly Gln Network = Gln.Parse("9521234100096");
    public static readonly Gln WarehouseOperator = Gln.Parse("9521234100102");
    public static readonly Gln Buyer = Gln.Parse("9521234100119");
    public static readonly Gln Carrier = Gln.Parse("9521234100126");
    public static readonly Gln HubOperator = Gln.Parse("9521234100133");
    public static readonly Gln Hub = Gln.Parse("9521234100140");
    public static readonly Gln OtherCooperative = DemoIds.GlnOf(10015);

    public static readonly PartyCommand[] Parties =
    [
        new(
            Cooperative,
            PartyKind.Cooperative,
            "增城仙村示例荔枝专业合作社",
            "Xiancun Example Lychee Co-operative",
            "440118",
            Uscc: "93440118MA5FAKE013",
            Phone: "020-00000001",
            Address: "广州市增城区仙村镇（示例）"
        ),
        new(
            OtherCooperative,
            PartyKind.Cooperative,
            "从化太平示例蔬菜专业合作社",
            "Taiping Example Vegetable Co-operative",
            "440117",
            Uscc: "93440117MA5FAKE08A",
            Phone: "020-00000008",
            Address: "广州市从化区太平镇（示例）"
        ),
        new(
            Network,
            PartyKind.NodeOperator,
            "增城示例供销冷链有限公司",
            "Zengcheng Example Supply and Cold Chain Co.",
            "440118",
            Uscc: "91440118MA5FAKE02C",
            Phone: "020-00000002",
            Address: "广州市增城区（示例）"
        ),
        new(
            WarehouseOperator,
            PartyKind.NodeOperator,
            "增城示例公共仓管理有限公司",
            "Zengcheng Example Public Warehouse Co.",
            "440118",
            Uscc: "91440118MA5FAKE03F",
            Phone: "020-00000003",
            Address: "广州市增城区（示例）"
        ),
        new(
            Buyer,
            PartyKind.Buyer,
            "江南示例果蔬批发行",
            "Jiangnan Example Wholesale",
            "440111",
            Uscc: "91440111MA5FAKE04D",
            Phone: "020-00000004",
            Address: "广州市白云区（示例）"
        ),
        new(
            Carrier,
            PartyKind.Carrier,
            "广州示例冷链运输有限公司",
            "Guangzhou Example Refrigerated Transport Co.",
            "440118",
            Uscc: "91440118MA5FAKE05M",
            Phone: "020-00000005",
            Address: "广州市增城区（示例）"
        ),
        new(
            HubOperator,
            PartyKind.NodeOperator,
            "黄埔示例快递集散站",
            "Huangpu Example Express Hub",
            "440112",
            Uscc: "91440112MA5FAKE062",
            Phone: "020-00000006",
            Address: "广州市黄埔区（示例）"
        ),
    ];
}
