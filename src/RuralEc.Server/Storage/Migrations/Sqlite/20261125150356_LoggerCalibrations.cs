using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "logger_calibrations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Device = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CalibratedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OffsetKelvin = table.Column<double>(type: "REAL", nullable: false),
                    Certificate = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RecordedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RecordedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
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
