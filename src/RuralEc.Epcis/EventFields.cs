namespace RuralEc.Epcis;

/// <summary>The fields that belong to one event type, and the parts that all types have.</summary>
internal static class EventFields
{
    // Time and id are put in by the reader, which knows them for every type.
    private static readonly DateTimeOffset NoTime = DateTimeOffset.UnixEpoch;

    public static ObjectEvent Object(JsonFields fields)
    {
        var hasList = fields.Has("epcList") || fields.Has("quantityList");
        var hasPlace = fields.Has("readPoint") || fields.Has("bizLocation");
        fields.Require(
            hasList || (fields.Has("sensorElementList") && hasPlace),
            "epcList, quantityList, or sensorElementList with a place is required."
        );
        var action = Action(fields);
        var ilmd = fields.Tree("ilmd");
        if (ilmd is not null && action != EventAction.ADD)
        {
            fields.Error("ilmd", "Master data is given only when objects come to be: with action ADD.");
        }
        return new()
        {
            EventTime = NoTime,
            EventId = "",
            Action = action,
            EpcList = fields.Uris("epcList"),
            QuantityList = Quantities(fields, "quantityList"),
            Ilmd = ilmd,
        };
    }

    public static AggregationEvent Aggregation(JsonFields fields)
    {
        var action = Action(fields);
        fields.Require(
            action == EventAction.DELETE || fields.Has("childEPCs") || fields.Has("childQuantityList"),
            "childEPCs or childQuantityList is required unless all children are taken out."
        );
        fields.Require(action == EventAction.OBSERVE || fields.Has("parentID"), "parentID is required.");
        return new()
        {
            EventTime = NoTime,
            EventId = "",
            Action = action,
            ParentId = fields.Uri("parentID"),
            ChildEpcs = fields.Uris("childEPCs"),
            ChildQuantityList = Quantities(fields, "childQuantityList"),
        };
    }

    public static TransformationEvent Transformation(JsonFields fields)
    {
        var hasInput = fields.Has("inputEPCList") || fields.Has("inputQuantityList");
        var hasOutput = fields.Has("outputEPCList") || fields.Has("outputQuantityList");
        fields.Require(
            (hasInput && hasOutput) || ((hasInput || hasOutput) && fields.Has("transformationID")),
            "Inputs and outputs are required, or one of them with a transformationID."
        );
        return new()
        {
            EventTime = NoTime,
            EventId = "",
            InputEpcList = fields.Uris("inputEPCList"),
            InputQuantityList = Quantities(fields, "inputQuantityList"),
            OutputEpcList = fields.Uris("outputEPCList"),
            OutputQuantityList = Quantities(fields, "outputQuantityList"),
            TransformationId = fields.Uri("transformationID"),
            Ilmd = fields.Tree("ilmd"),
        };
    }

    public static AssociationEvent Association(JsonFields fields)
    {
        var action = Action(fields);
        fields.Require(
            action == EventAction.DELETE || fields.Has("childEPCs") || fields.Has("childQuantityList"),
            "childEPCs or childQuantityList is required unless all children are taken off."
        );
        return new()
        {
            EventTime = NoTime,
            EventId = "",
            Action = action,
            ParentId = fields.Required("parentID", fields.Uri("parentID")) ?? "",
            ChildEpcs = fields.Uris("childEPCs"),
            ChildQuantityList = Quantities(fields, "childQuantityList"),
        };
    }

    public static TransactionEvent Transaction(JsonFields fields)
    {
        var action = Action(fields);
        fields.Require(fields.Has("bizTransactionList"), "bizTransactionList is required.");
        fields.Require(
            action == EventAction.DELETE
                || fields.Has("parentID")
                || fields.Has("epcList")
                || fields.Has("quantityList"),
            "epcList or quantityList is required unless all objects leave the transaction."
        );
        return new()
        {
            EventTime = NoTime,
            EventId = "",
            Action = action,
            ParentId = fields.Uri("parentID"),
            EpcList = fields.Uris("epcList"),
            QuantityList = Quantities(fields, "quantityList"),
        };
    }

    public static ErrorDeclaration Declaration(JsonFields fields)
    {
        var time = fields.Time("declarationTime");
        fields.Required("declarationTime", time is null ? null : "");
        return new(time ?? default, fields.Word("reason"), fields.Uris("correctiveEventIDs"))
        {
            Further = fields.Further(),
        };
    }

    public static PersistentDisposition Persistent(JsonFields fields)
    {
        var persistent = new PersistentDisposition(fields.Words("set"), fields.Words("unset"));
        fields.Require(persistent.Set.Count + persistent.Unset.Count > 0, "set or unset is required.");
        fields.Further();
        return persistent;
    }

    public static string? Place(JsonFields fields)
    {
        var id = fields.Required("id", fields.Uri("id"));
        fields.Further();
        return id;
    }

    public static BizTransaction Document(JsonFields fields)
    {
        var document = new BizTransaction(
            fields.Word("type"),
            fields.Required("bizTransaction", fields.Uri("bizTransaction")) ?? ""
        );
        fields.Further();
        return document;
    }

    public static SourceDest Party(JsonFields fields, string name)
    {
        var party = new SourceDest(
            fields.Required("type", fields.Word("type")) ?? "",
            fields.Required(name, fields.Uri(name)) ?? ""
        );
        fields.Further();
        return party;
    }

    public static SensorElement Sensor(JsonFields fields)
    {
        var metadata = fields.Object("sensorMetadata") is { } about ? Metadata(about) : null;
        var element = new SensorElement(metadata, fields.Objects("sensorReport", Report));
        fields.Require(element.Reports.Count > 0, "At least one sensorReport is required.");
        return element with { Further = fields.Further() };
    }

    private static SensorMetadata Metadata(JsonFields fields) =>
        new(
            fields.Time("time"),
            fields.Time("startTime"),
            fields.Time("endTime"),
            fields.Uri("deviceID"),
            fields.Uri("rawData"),
            fields.Uri("dataProcessingMethod"),
            fields.Uri("bizRules")
        )
        {
            Further = fields.Further("deviceMetadata"),
        };

    private static SensorReport Report(JsonFields fields) =>
        new(
            fields.Required("type", fields.Word("type")),
            fields.Number("value"),
            fields.Number("minValue"),
            fields.Number("maxValue"),
            fields.Number("meanValue"),
            fields.Unit("uom"),
            fields.Word("exception"),
            fields.Text("stringValue"),
            fields.Flag("booleanValue"),
            fields.Uri("uriValue")
        )
        {
            Further = fields.Further(
                "deviceID",
                "deviceMetadata",
                "rawData",
                "dataProcessingMethod",
                "bizRules",
                "time",
                "microorganism",
                "chemicalSubstance",
                "coordinateReferenceSystem",
                "component",
                "hexBinaryValue",
                "sDev",
                "percRank",
                "percValue"
            ),
        };

    private static EventAction Action(JsonFields fields)
    {
        var action = fields.Choice<EventAction>("action");
        fields.Required("action", action is null ? null : "");
        return action ?? EventAction.OBSERVE;
    }

    private static IReadOnlyList<QuantityElement> Quantities(JsonFields fields, string name) =>
        fields.Objects(
            name,
            element =>
            {
                var quantity = new QuantityElement(
                    element.Required("epcClass", element.Uri("epcClass")) ?? "",
                    element.Number("quantity"),
                    element.Unit("uom")
                );
                element.Further();
                return quantity;
            }
        );
}
