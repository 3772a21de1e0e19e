using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NetTopologySuite.Geometries;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Sqlite
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
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<bool>(
                name: "Imported",
                table: "divisions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Population",
                table: "divisions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PopulationSource",
                table: "divisions",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "daily_reports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Gln = table.Column<string>(type: "TEXT", maxLength: 13, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    ParcelsIn = table.Column<int>(type: "INTEGER", nullable: true),
                    ParcelsOut = table.Column<int>(type: "INTEGER", nullable: true),
                    FarmParcelsOut = table.Column<int>(type: "INTEGER", nullable: true),
                    FarmValueYuan = table.Column<long>(type: "INTEGER", nullable: true),
                    VillageParcelsAddressed = table.Column<int>(type: "INTEGER", nullable: true),
                    VillageParcelsDelivered = table.Column<int>(type: "INTEGER", nullable: true),
                    HandoversDue = table.Column<int>(type: "INTEGER", nullable: true),
                    HandoversOnTime = table.Column<int>(type: "INTEGER", nullable: true),
                    TonnesIn = table.Column<long>(type: "INTEGER", nullable: true),
                    TonnesOut = table.Column<long>(type: "INTEGER", nullable: true),
                    Runs = table.Column<int>(type: "INTEGER", nullable: true),
                    EmptyReturns = table.Column<int>(type: "INTEGER", nullable: true),
                    CapacityCubicMeters = table.Column<long>(type: "INTEGER", nullable: true),
                    CarriedCubicMeters = table.Column<long>(type: "INTEGER", nullable: true),
                    ColdOccupiedCubicMeters = table.Column<long>(type: "INTEGER", nullable: true),
                    CostYuan = table.Column<long>(type: "INTEGER", nullable: true),
                    SharedRevenueYuan = table.Column<long>(type: "INTEGER", nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Door = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AccountId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReportedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SupersededAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_daily_reports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "division_outlines",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    Outline = table.Column<MultiPolygon>(type: "GPKG_MULTIPOLYGON", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReviewNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ImportedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_division_outlines", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "node_changes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Gln = table.Column<string>(type: "TEXT", maxLength: 13, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Members = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AccountId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node_changes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "node_links",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    FromGln = table.Column<string>(type: "TEXT", maxLength: 13, nullable: false),
                    ToGln = table.Column<string>(type: "TEXT", maxLength: 13, nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    DepartsAt = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    Vehicle = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CapacityCubicMeters = table.Column<double>(type: "REAL", nullable: true),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    AccountId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RegisteredAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node_links", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "node_service_areas",
                columns: table => new
                {
                    Gln = table.Column<string>(type: "TEXT", maxLength: 13, nullable: false),
                    Area = table.Column<MultiPolygon>(type: "GPKG_MULTIPOLYGON", nullable: false),
                    AccountId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
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
