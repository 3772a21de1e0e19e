using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LoggerSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "logger_settings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Device = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    IntervalSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    LowCelsius = table.Column<double>(type: "REAL", nullable: true),
                    HighCelsius = table.Column<double>(type: "REAL", nullable: true),
                    SetAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SetBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AppliedIntervalSeconds = table.Column<int>(type: "INTEGER", nullable: true),
                    IntervalSecondsBefore = table.Column<int>(type: "INTEGER", nullable: true),
                    Refusal = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_logger_settings", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_logger_settings_Device_Revision",
                table: "logger_settings",
                columns: new[] { "Device", "Revision" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "logger_settings");
        }
    }
}
