using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LoggerCalibrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CalibrationCertificate",
                table: "data_loggers",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "logger_calibrations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Device = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CalibratedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    OffsetKelvin = table.Column<double>(type: "double precision", nullable: false),
                    Certificate = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RecordedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_logger_calibrations", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_logger_calibrations_Device_CalibratedAt",
                table: "logger_calibrations",
                columns: new[] { "Device", "CalibratedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "logger_calibrations");

            migrationBuilder.DropColumn(
                name: "CalibrationCertificate",
                table: "data_loggers");
        }
    }
}
