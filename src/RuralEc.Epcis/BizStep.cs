namespace RuralEc.Epcis;

/// <summary>The CBV 2.0 business steps this product writes, as the bare words of the JSON binding (CBV 2.0 §7.1).</summary>
public static class BizStep
{
    public const string Accepting = "accepting";
    public const string Commissioning = "commissioning";
    public const string CreatingClassInstance = "creating_class_instance";
    public const string Decommissioning = "decommissioning";
    public const string Holding = "holding";
    public const string Inspecting = "inspecting";
    public const string Installing = "installing";
    public const string Other = "other";
    public const string Packing = "packing";
    public const string Receiving = "receiving";
    public const string Removing = "removing";
    public const string Repackaging = "repackaging";
    public const string RetailSelling = "retail_selling";
    public const string SensorReporting = "sensor_reporting";
    public const string Shipping = "shipping";
    public const string Storing = "storing";
    public const string Transporting = "transporting";
    public const string Unpacking = "unpacking";
}
