using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Alarms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_alarms_Device_AssetId_OnsetAt",
                table: "alarms");

            migrationBuilder.AlterColumn<string>(
                name: "Device",
                table: "alarms",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40);

            migrationBuilder.AlterColumn<Guid>(
                name: "AssetId",
                table: "alarms",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<double>(
                name: "BatteryPercent",
                table: "alarms",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ClosedAt",
                table: "alarms",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DistrictCode",
                table: "alarms",
                type: "character varying(6)",
                maxLength: 6,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "GroupId",
                table: "alarms",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "HeldUntil",
                table: "alarms",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NodeGln",
                table: "alarms",
                type: "character varying(13)",
                maxLength: 13,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OpenScope",
                table: "alarms",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RaisedAt",
                table: "alarms",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "Scope",
                table: "alarms",
                type: "character varying(80)",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "alarms",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "WindowId",
                table: "alarms",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WindowKind",
                table: "alarms",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "alarm_contacts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    DistrictCode = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: true),
                    NodeGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Target = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    ProtectedSecret = table.Column<string>(type: "text", nullable: true),
                    Language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    MinSeverity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    QuietFrom = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    QuietTo = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    QuietSeverity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AfterMinutes = table.Column<int>(type: "integer", nullable: false),
                    RepeatMinutes = table.Column<int>(type: "integer", nullable: true),
                    AddedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AddedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    RemovedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarm_contacts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "alarm_deliveries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AlarmId = table.Column<Guid>(type: "uuid", nullable: false),
                    ContactId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Change = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Severity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Body = table.Column<string>(type: "text", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NextAttemptAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarm_deliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "alarm_entries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AlarmId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EventAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    By = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    Severity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    OtherAlarmId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarm_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "alarm_handlings",
                columns: table => new
                {
                    AlarmId = table.Column<Guid>(type: "uuid", nullable: false),
                    Side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AcknowledgedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    AcknowledgedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    AcknowledgedSeverity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    AssignedTo = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    AssignedName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    SnoozedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    SnoozedSeverity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarm_handlings", x => new { x.AlarmId, x.Side });
                });

            migrationBuilder.CreateTable(
                name: "allowed_hosts",
                columns: table => new
                {
                    Host = table.Column<string>(type: "character varying(210)", maxLength: 210, nullable: false),
                    AllowedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AllowedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_allowed_hosts", x => x.Host);
                });

            migrationBuilder.CreateTable(
                name: "planned_windows",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AssetId = table.Column<Guid>(type: "uuid", nullable: true),
                    NodeGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    DistrictCode = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    From = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LengthMinutes = table.Column<int>(type: "integer", nullable: false),
                    Weekdays = table.Column<int>(type: "integer", nullable: false),
                    Note = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RecordedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_planned_windows", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watch_rules",
                columns: table => new
                {
                    Device = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SilentAfterSeconds = table.Column<int>(type: "integer", nullable: true),
                    BatteryLowPercent = table.Column<double>(type: "double precision", nullable: true),
                    BatteryFinePercent = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_rules", x => x.Device);
                });

            migrationBuilder.CreateIndex(
                name: "alarms_open",
                table: "alarms",
                column: "OpenScope",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_alarms_DistrictCode_OnsetAt",
                table: "alarms",
                columns: new[] { "DistrictCode", "OnsetAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alarms_GroupId",
                table: "alarms",
                column: "GroupId");

            migrationBuilder.CreateIndex(
                name: "IX_alarms_NodeGln_OnsetAt",
                table: "alarms",
                columns: new[] { "NodeGln", "OnsetAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alarms_PartyGln_OnsetAt",
                table: "alarms",
                columns: new[] { "PartyGln", "OnsetAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alarms_Scope_OnsetAt",
                table: "alarms",
                columns: new[] { "Scope", "OnsetAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alarm_contacts_DistrictCode",
                table: "alarm_contacts",
                column: "DistrictCode");

            migrationBuilder.CreateIndex(
                name: "IX_alarm_contacts_PartyGln",
                table: "alarm_contacts",
                column: "PartyGln");

            migrationBuilder.CreateIndex(
                name: "IX_alarm_deliveries_AlarmId_ContactId_Number",
                table: "alarm_deliveries",
                columns: new[] { "AlarmId", "ContactId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_alarm_deliveries_ContactId_State",
                table: "alarm_deliveries",
                columns: new[] { "ContactId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_alarm_deliveries_State_NextAttemptAt",
                table: "alarm_deliveries",
                columns: new[] { "State", "NextAttemptAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alarm_entries_AlarmId_At",
                table: "alarm_entries",
                columns: new[] { "AlarmId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_alarm_handlings_AssignedTo",
                table: "alarm_handlings",
                column: "AssignedTo");

            migrationBuilder.CreateIndex(
                name: "IX_planned_windows_AssetId",
                table: "planned_windows",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_planned_windows_DistrictCode",
                table: "planned_windows",
                column: "DistrictCode");

            migrationBuilder.CreateIndex(
                name: "IX_planned_windows_PartyGln_NodeGln",
                table: "planned_windows",
                columns: new[] { "PartyGln", "NodeGln" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alarm_contacts");

            migrationBuilder.DropTable(
                name: "alarm_deliveries");

            migrationBuilder.DropTable(
                name: "alarm_entries");

            migrationBuilder.DropTable(
                name: "alarm_handlings");

            migrationBuilder.DropTable(
                name: "allowed_hosts");

            migrationBuilder.DropTable(
                name: "planned_windows");

            migrationBuilder.DropTable(
                name: "watch_rules");

            migrationBuilder.DropIndex(
                name: "alarms_open",
                table: "alarms");

            migrationBuilder.DropIndex(
                name: "IX_alarms_DistrictCode_OnsetAt",
                table: "alarms");

            migrationBuilder.DropIndex(
                name: "IX_alarms_GroupId",
                table: "alarms");

            migrationBuilder.DropIndex(
                name: "IX_alarms_NodeGln_OnsetAt",
                table: "alarms");

            migrationBuilder.DropIndex(
                name: "IX_alarms_PartyGln_OnsetAt",
                table: "alarms");

            migrationBuilder.DropIndex(
                name: "IX_alarms_Scope_OnsetAt",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "BatteryPercent",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "ClosedAt",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "DistrictCode",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "GroupId",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "HeldUntil",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "NodeGln",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "OpenScope",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "RaisedAt",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "Scope",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "WindowId",
                table: "alarms");

            migrationBuilder.DropColumn(
                name: "WindowKind",
                table: "alarms");

            migrationBuilder.AlterColumn<string>(
                name: "Device",
                table: "alarms",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40,
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "AssetId",
                table: "alarms",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_alarms_Device_AssetId_OnsetAt",
                table: "alarms",
                columns: new[] { "Device", "AssetId", "OnsetAt" });
        }
    }
}
