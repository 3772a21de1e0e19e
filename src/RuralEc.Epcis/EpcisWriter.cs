using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RuralEc.Epcis;

/// <summary>Writes the fields of one event in a fixed order; empty lists and absent values are left out.</summary>
internal static class EpcisWriter
{
    public static void WriteContext(Utf8JsonWriter json, JsonObject? further)
    {
        json.WriteStartArray("@context");
        json.WriteStringValue(EpcisJson.StandardContext);
        json.WriteStartObject();
        json.WriteString(EpcisJson.ExtensionPrefix, EpcisJson.ExtensionNamespace);
        foreach (var (prefix, meaning) in further ?? [])
        {
            if (prefix != EpcisJson.ExtensionPrefix)
            {
                WriteNode(json, prefix, meaning);
            }
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void WriteFields(Utf8JsonWriter json, EpcisEvent written)
    {
        json.WriteString("type", written.GetType().Name);
        json.WriteString("eventID", written.EventId);
        WriteTime(json, "eventTime", written.EventTime);
        json.WriteString("eventTimeZoneOffset", written.EventTime.ToString("zzz", CultureInfo.InvariantCulture));
        WriteErrorDeclaration(json, written.ErrorDeclaration);
        WriteStrings(json, "certificationInfo", written.CertificationInfo);
        WriteWhat(json, written);
        WriteText(json, "bizStep", written.BizStep);
        WriteText(json, "disposition", written.Disposition);
        if (written.PersistentDisposition is { } persistent && (persistent.Set.Count > 0 || persistent.Unset.Count > 0))
        {
            json.WriteStartObject("persistentDisposition");
            WriteStrings(json, "set", persistent.Set);
            WriteStrings(json, "unset", persistent.Unset);
            json.WriteEndObject();
        }
        WritePlace(json, "readPoint", written.ReadPoint);
        WritePlace(json, "bizLocation", written.BizLocation);
        WriteList(json, "bizTransactionList", written.BizTransactions, WriteTransaction);
        WriteList(json, "sourceList", written.Sources, (w, s) => WriteSourceDest(w, "source", s));
        WriteList(json, "destinationList", written.Destinations, (w, d) => WriteSourceDest(w, "destination", d));
        WriteList(json, "sensorElementList", written.SensorElements, WriteSensorElement);
        WriteIlmd(json, (written as ObjectEvent)?.Ilmd ?? (written as TransformationEvent)?.Ilmd);
        WriteFurther(json, written.Extensions);
    }

    /// <summary>RFC 3339 with milliseconds and the offset of the place.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            json.WriteString(name, at.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        }
    }

    private static void WriteWhat(Utf8JsonWriter json, EpcisEvent written)
    {
        switch (written)
        {
            case ObjectEvent seen:
                WriteAction(json, seen.Action);
                // An event about nothing says so, unless it is a report of sensors at a place (EPCIS 2.0 §7.4.2).
                if (seen.EpcList.Count == 0 && seen.QuantityList.Count == 0 && !IsSensorReportOfPlace(seen))
                {
                    json.WriteStartArray("epcList");
                    json.WriteEndArray();
                }
                WriteStrings(json, "epcList", seen.EpcList);
                WriteQuantities(json, "quantityList", seen.QuantityList);
                break;
            case AggregationEvent packed:
                WriteAction(json, packed.Action);
                WriteText(json, "parentID", packed.ParentId);
                WriteStrings(json, "childEPCs", packed.ChildEpcs);
                WriteQuantities(json, "childQuantityList", packed.ChildQuantityList);
                break;
            case TransformationEvent made:
                WriteStrings(json, "inputEPCList", made.InputEpcList);
                WriteQuantities(json, "inputQuantityList", made.InputQuantityList);
                WriteStrings(json, "outputEPCList", made.OutputEpcList);
                WriteQuantities(json, "outputQuantityList", made.OutputQuantityList);
                WriteText(json, "transformationID", made.TransformationId);
                break;
            case AssociationEvent joined:
                WriteAction(json, joined.Action);
                WriteText(json, "parentID", joined.ParentId);
                WriteStrings(json, "childEPCs", joined.ChildEpcs);
                WriteQuantities(json, "childQuantityList", joined.ChildQuantityList);
                break;
            case TransactionEvent traded:
                WriteAction(json, traded.Action);
                WriteText(json, "parentID", traded.ParentId);
                WriteStrings(json, "epcList", traded.EpcList);
                WriteQuantities(json, "quantityList", traded.QuantityList);
                break;
            default:
                throw new ArgumentException($"{written.GetType().Name} is not an EPCIS event type.", nameof(written));
        }
    }

    private static bool IsSensorReportOfPlace(ObjectEvent seen) =>
        seen.SensorElements.Count > 0 && (seen.ReadPoint ?? seen.BizLocation) is not null;

    private static void WriteAction(Utf8JsonWriter json, EventAction action) =>
        json.WriteString("action", action.ToString());

    private static void WriteErrorDeclaration(Utf8JsonWriter json, ErrorDeclaration? declaration)
    {
        if (declaration is null)
        {
            return;
        }
        json.WriteStartObject("errorDeclaration");
        WriteTime(json, "declarationTime", declaration.DeclarationTime);
        WriteText(json, "reason", declaration.Reason);
        WriteStrings(json, "correctiveEventIDs", declaration.CorrectiveEventIds);
        WriteFurther(json, declaration.Further);
        json.WriteEndObject();
    }

    private static void WriteTransaction(Utf8JsonWriter json, BizTransaction transaction)
    {
        WriteText(json, "type", transaction.Type);
        json.WriteString("bizTransaction", transaction.Transaction);
    }

    private static void WriteSourceDest(Utf8JsonWriter json, string name, SourceDest party)
    {
        json.WriteString("type", party.Type);
        json.WriteString(name, party.Id);
    }

    private static void WriteSensorElement(Utf8JsonWriter json, SensorElement element)
    {
        if (element.Metadata is { } metadata)
        {
            json.WriteStartObject("sensorMetadata");
            WriteTime(json, "time", metadata.Time);
            WriteTime(json, "startTime", metadata.StartTime);
            WriteTime(json, "endTime", metadata.EndTime);
            WriteText(json, "deviceID", metadata.DeviceId);
            WriteText(json, "rawData", metadata.RawData);
            WriteText(json, "dataProcessingMethod", metadata.DataProcessingMethod);
            WriteText(json, "bizRules", metadata.BizRules);
            WriteFurther(json, metadata.Further);
            json.WriteEndObject();
        }
        WriteList(json, "sensorReport", element.Reports, WriteSensorReport);
        WriteFurther(json, element.Further);
    }

    private static void WriteSensorReport(Utf8JsonWriter json, SensorReport report)
    {
        WriteText(json, "type", report.Type);
        WriteText(json, "exception", report.Exception);
        WriteNumber(json, "value", report.Value);
        WriteNumber(json, "minValue", report.MinValue);
        WriteNumber(json, "maxValue", report.MaxValue);
        WriteNumber(json, "meanValue", report.MeanValue);
        WriteText(json, "uom", report.Uom);
        WriteText(json, "stringValue", report.StringValue);
        if (report.BooleanValue is { } flag)
        {
            json.WriteBoolean("booleanValue", flag);
        }
        WriteText(json, "uriValue", report.UriValue);
        WriteFurther(json, report.Further);
    }

    private static void WriteIlmd(Utf8JsonWriter json, JsonObject? ilmd)
    {
        if (ilmd is { Count: > 0 })
        {
            WriteNode(json, "ilmd", ilmd);
        }
    }

    private static void WriteQuantities(Utf8JsonWriter json, string name, IReadOnlyList<QuantityElement> quantities) =>
        WriteList(
            json,
            name,
            quantities,
            (w, element) =>
            {
                w.WriteString("epcClass", element.EpcClass);
                WriteNumber(w, "quantity", element.Quantity);
                WriteText(w, "uom", element.Uom);
            }
        );

    private static void WriteList<T>(
        Utf8JsonWriter json,
        string name,
        IReadOnlyList<T> items,
        Action<Utf8JsonWriter, T> writeFields
    )
    {
        if (items.Count == 0)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeFields(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter json, string name, string? id)
    {
        if (id is not null)
        {
            json.WriteStartObject(name);
            json.WriteString("id", id);
            json.WriteEndObject();
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteFurther(Utf8JsonWriter json, JsonObject? fields)
    {
        foreach (var (name, value) in fields ?? [])
        {
            WriteNode(json, name, value);
        }
    }

    private static void WriteNode(Utf8JsonWriter json, string name, JsonNode? value)
    {
        json.WritePropertyName(name);
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            value.WriteTo(json);
        }
    }
}
