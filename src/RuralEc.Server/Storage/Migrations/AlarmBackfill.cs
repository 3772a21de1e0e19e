using Microsoft.EntityFrameworkCore.Migrations;

namespace RuralEc.Server.Storage.Migrations;

/// <summary>
/// Gives alarms that were there before their scope, node and district. Where two loggers of one asset each had an open
/// alarm, the first stays: an asset has one.
/// </summary>
internal static class AlarmBackfill
{
    public static void Fill(MigrationBuilder migration)
    {
        migration.Sql(
            """
            UPDATE alarms SET
                "Scope" = CASE "Kind" WHEN 'Temperature'
                    THEN 'temperature/' || "Side" || '/' || lower(CAST("AssetId" AS TEXT))
                    ELSE 'silence/' || "Device" END,
                "RaisedAt" = "OnsetAt",
                "ClosedAt" = "ClearedAt",
                "DistrictCode" = coalesce(
                    (SELECT a."DistrictCode" FROM assets a WHERE a."Id" = alarms."AssetId"), ''),
                "NodeGln" = (SELECT a."NodeGln" FROM assets a WHERE a."Id" = alarms."AssetId")
            WHERE "Scope" = ''
            """
        );
        migration.Sql(
            """
            UPDATE alarms SET "RetractedAt" = "OpenedAt", "ClosedAt" = "OpenedAt"
            WHERE "ClearedAt" IS NULL AND "RetractedAt" IS NULL AND EXISTS (
                SELECT 1 FROM alarms b WHERE b."Scope" = alarms."Scope" AND b."Id" < alarms."Id"
                    AND b."ClearedAt" IS NULL AND b."RetractedAt" IS NULL)
            """
        );
        migration.Sql(
            """UPDATE alarms SET "OpenScope" = "Scope" WHERE "ClearedAt" IS NULL AND "RetractedAt" IS NULL"""
        );
    }
}
