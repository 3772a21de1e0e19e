using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NetTopologySuite.Geometries;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Network : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Facts",
                table: "logistics_nodes",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<bool>(
                name: "Imported",
                table: "divisions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Population",
                table: "divisions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PopulationSource",
                table: "divisions",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "daily_reports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Gln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    ParcelsIn = table.Column<int>(type: "integer", nullable: true),
                    ParcelsOut = table.Column<int>(type: "integer", nullable: true),
                    FarmParcelsOut = table.Column<int>(type: "integer", nullable: true),
                    FarmValueYuan = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    VillageParcelsAddressed = table.Column<int>(type: "integer", nullable: true),
                    VillageParcelsDelivered = table.Column<int>(type: "integer", nullable: true),
                    HandoversDue = table.Column<int>(type: "integer", nullable: true),
                    HandoversOnTime = table.Column<int>(type: "integer", nullable: true),
                    TonnesIn = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    TonnesOut = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    Runs = table.Column<int>(type: "integer", nullable: true),
                    EmptyReturns = table.Column<int>(type: "integer", nullable: true),
                    CapacityCubicMeters = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    CarriedCubicMeters = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    ColdOccupiedCubicMeters = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    CostYuan = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    SharedRevenueYuan = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    Note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Door = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ReportedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SupersededAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_daily_reports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "division_outlines",
                columns: table => new
                {
                    Code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    Outline = table.Column<MultiPolygon>(type: "geometry (multipolygon, 4490)", nullable: false),
                    Source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ReviewNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ImportedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_division_outlines", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "node_changes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Gln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Members = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ChangedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node_changes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "node_links",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FromGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    ToGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Days = table.Column<int>(type: "integer", nullable: false),
                    DepartsAt = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    Vehicle = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CapacityCubicMeters = table.Column<double>(type: "double precision", nullable: true),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: true),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node_links", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "node_service_areas",
                columns: table => new
                {
                    Gln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Area = table.Column<MultiPolygon>(type: "geometry (multipolygon, 4490)", nullable: false),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ChangedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node_service_areas", x => x.Gln);
                });

            migrationBuilder.CreateIndex(
                name: "IX_daily_reports_Day",
                table: "daily_reports",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_daily_reports_Gln_Day_Version",
                table: "daily_reports",
                columns: new[] { "Gln", "Day", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_node_changes_Gln_Version",
                table: "node_changes",
                columns: new[] { "Gln", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_node_links_FromGln",
                table: "node_links",
                column: "FromGln");

            migrationBuilder.CreateIndex(
                name: "IX_node_links_ToGln",
                table: "node_links",
                column: "ToGln");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "daily_reports");

            migrationBuilder.DropTable(
                name: "division_outlines");

            migrationBuilder.DropTable(
                name: "node_changes");

            migrationBuilder.DropTable(
                name: "node_links");

            migrationBuilder.DropTable(
                name: "node_service_areas");

            migrationBuilder.DropColumn(
                name: "Facts",
                table: "logistics_nodes");

            migrationBuilder.DropColumn(
                name: "Imported",
                table: "divisions");

            migrationBuilder.DropColumn(
                name: "Population",
                table: "divisions");

            migrationBuilder.DropColumn(
                name: "PopulationSource",
                table: "divisions");
        }
    }
}
