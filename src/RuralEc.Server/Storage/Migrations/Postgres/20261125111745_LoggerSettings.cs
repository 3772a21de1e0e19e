using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Postgres
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
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Device = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    IntervalSeconds = table.Column<int>(type: "integer", nullable: false),
                    LowCelsius = table.Column<double>(type: "double precision", nullable: true),
                    HighCelsius = table.Column<double>(type: "double precision", nullable: true),
                    SetAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SetBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    AnsweredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    AppliedIntervalSeconds = table.Column<int>(type: "integer", nullable: true),
                    IntervalSecondsBefore = table.Column<int>(type: "integer", nullable: true),
                    Refusal = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
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
