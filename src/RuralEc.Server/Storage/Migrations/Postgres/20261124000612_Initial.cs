using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NetTopologySuite.Geometries;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:postgis", ",,");

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisplayName = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Party = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    Districts = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true),
                    PhoneNumber = table.Column<string>(type: "text", nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "alarms",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AssetId = table.Column<Guid>(type: "uuid", nullable: false),
                    Device = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Severity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    LimitCelsius = table.Column<double>(type: "double precision", nullable: true),
                    PeakCelsius = table.Column<double>(type: "double precision", nullable: true),
                    OnsetAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    OpenedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ClearedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RetractedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarms", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "assets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    NodeGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    DistrictCode = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    MinCelsius = table.Column<double>(type: "double precision", nullable: true),
                    MaxCelsius = table.Column<double>(type: "double precision", nullable: true),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_assets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "captured_events",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    EventId = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    IsErrorDeclaration = table.Column<bool>(type: "boolean", nullable: false),
                    Type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Action = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    EventTime = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RecordTime = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    BizStep = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    Disposition = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    ReadPoint = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    BizLocation = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    Json = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_captured_events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "certificates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    LotId = table.Column<Guid>(type: "uuid", nullable: false),
                    Gtin = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    BatchNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    IssuerGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    IssuerName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Contact = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ProductName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Origin = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Quantity = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: false),
                    Uom = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    TemplateVersion = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    Style = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Bases = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    TestedItems = table.Column<string>(type: "text", nullable: false),
                    Parents = table.Column<string>(type: "text", nullable: false),
                    VoidedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    VoidReason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificates", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "code_scans",
                columns: table => new
                {
                    Gtin = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    Serial = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Minute = table.Column<int>(type: "integer", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_code_scans", x => new { x.Gtin, x.Serial, x.Day, x.Minute });
                });

            migrationBuilder.CreateTable(
                name: "data_loggers",
                columns: table => new
                {
                    Device = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    SecretHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Model = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    IntervalSeconds = table.Column<int>(type: "integer", nullable: false),
                    CalibrationDueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    OffsetKelvin = table.Column<double>(type: "double precision", nullable: false),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Boot = table.Column<long>(type: "bigint", nullable: true),
                    Firmware = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    BornAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DiedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_loggers", x => x.Device);
                });

            migrationBuilder.CreateTable(
                name: "divisions",
                columns: table => new
                {
                    Code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ParentCode = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: true),
                    Location = table.Column<Point>(type: "geometry (point, 4490)", nullable: true),
                    Source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Quality = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_divisions", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "farm_log_entries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PlotId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    InputName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ActiveIngredient = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Dose = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    DoseUnit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Target = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    AppliedFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    AppliedTo = table.Column<DateOnly>(type: "date", nullable: false),
                    Operator = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PurchaseSource = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    IntervalDays = table.Column<int>(type: "integer", nullable: false),
                    IntervalBasis = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Supersedes = table.Column<Guid>(type: "uuid", nullable: true),
                    CorrectionReason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_farm_log_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "handovers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ShipmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    FromPartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    ToPartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    PlaceGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    PlannedMinCelsius = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: false),
                    PlannedMaxCelsius = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: false),
                    VehicleAirCelsius = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    PrecoolCelsius = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    SurfaceCelsius = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    FewSurfacesReason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    CoreCelsius = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    Instrument = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    InstrumentCalibrationDueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    MeasuredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    PackagingState = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    SensorSeries = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    HandedOverBy = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Decision = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    DecisionId = table.Column<Guid>(type: "uuid", nullable: true),
                    Reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ReceivedBy = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    DecidedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_handovers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "harvest_refusals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CommandId = table.Column<Guid>(type: "uuid", nullable: false),
                    PlotId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    DistrictCode = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    HarvestStart = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    QuantityKg = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: false),
                    FarmLogEntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    ActiveIngredient = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    LastApplied = table.Column<DateOnly>(type: "date", nullable: false),
                    IntervalDays = table.Column<int>(type: "integer", nullable: false),
                    AllowedFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    AttemptedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_harvest_refusals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "label_runs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    LotId = table.Column<Guid>(type: "uuid", nullable: false),
                    Gtin = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    BatchNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    IssuedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ActivatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_label_runs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "logistics_nodes",
                columns: table => new
                {
                    Gln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Tier = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ParentGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    OperatorGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    DivisionCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    DistrictCode = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    Location = table.Column<Point>(type: "geometry (point, 4490)", nullable: false),
                    SourceCrs = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Demonstration = table.Column<bool>(type: "boolean", nullable: false),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_logistics_nodes", x => x.Gln);
                });

            migrationBuilder.CreateTable(
                name: "lots",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Gtin = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    BatchNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    ProductClass = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Grade = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    OriginPartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    PlotId = table.Column<Guid>(type: "uuid", nullable: true),
                    HarvestedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    PackedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    BestBefore = table.Column<DateOnly>(type: "date", nullable: true),
                    Held = table.Column<bool>(type: "boolean", nullable: false),
                    HoldReason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lots", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mountings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Device = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AssetId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    To = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mountings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "node_state_changes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Gln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    From = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    To = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ChangedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_node_state_changes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "pallets",
                columns: table => new
                {
                    Sscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    StepId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    PackedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UnpackedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pallets", x => x.Sscc);
                });

            migrationBuilder.CreateTable(
                name: "parties",
                columns: table => new
                {
                    Gln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    DistrictCode = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    TownCode = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: true),
                    Phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    Address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_parties", x => x.Gln);
                });

            migrationBuilder.CreateTable(
                name: "placements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ItemUri = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ProductClass = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    AssetId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    To = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_placements", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "plots",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Gln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ProductClass = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Variety = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    DivisionCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    Shape = table.Column<Geometry>(type: "geometry (geometry, 4490)", nullable: false),
                    AreaMu = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    SourceCrs = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    Fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plots", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "products",
                columns: table => new
                {
                    Gtin = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    OwnerGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Variety = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    VarietyEn = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ProductClass = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Grade = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    NetContentKg = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    UnitsPerCase = table.Column<int>(type: "integer", nullable: true),
                    RegisteredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_products", x => x.Gtin);
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_roles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "shipment_lines",
                columns: table => new
                {
                    ShipmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    LotId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    Quantity = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: false),
                    Uom = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Accepted = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shipment_lines", x => new { x.ShipmentId, x.LotId, x.Sscc });
                });

            migrationBuilder.CreateTable(
                name: "shipments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FromPartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    FromPlaceGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    ToPartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    ToPlaceGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    CarrierGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    Vehicle = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    DespatchNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DispatchedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shipments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sscc_series",
                columns: table => new
                {
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    CompanyPrefix = table.Column<string>(type: "character varying(11)", maxLength: 11, nullable: false),
                    Next = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sscc_series", x => x.PartyGln);
                });

            migrationBuilder.CreateTable(
                name: "step_lots",
                columns: table => new
                {
                    StepId = table.Column<Guid>(type: "uuid", nullable: false),
                    LotId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Quantity = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: false),
                    Uom = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_lots", x => new { x.StepId, x.LotId, x.Role });
                });

            migrationBuilder.CreateTable(
                name: "steps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    PlaceGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    OtherPartyGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    OtherPlaceGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    EventTime = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    OffsetMinutes = table.Column<int>(type: "integer", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AccountId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    EventId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Facts = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_steps", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "stock",
                columns: table => new
                {
                    LotId = table.Column<Guid>(type: "uuid", nullable: false),
                    PlaceGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Sscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    Quantity = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: false),
                    Uom = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    HolderGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stock", x => new { x.LotId, x.PlaceGln, x.Sscc });
                });

            migrationBuilder.CreateTable(
                name: "suspicion_reports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Gtin = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    Serial = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    OwnerGln = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    ReportedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_suspicion_reports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "trace_codes",
                columns: table => new
                {
                    Gtin = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    Serial = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    LotId = table.Column<Guid>(type: "uuid", nullable: false),
                    BatchNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    ShortCode = table.Column<string>(type: "character varying(11)", maxLength: 11, nullable: false),
                    LabelRunId = table.Column<Guid>(type: "uuid", nullable: false),
                    LabelNumber = table.Column<int>(type: "integer", nullable: false),
                    Sscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    ShipmentId = table.Column<Guid>(type: "uuid", nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    IssuedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ActivatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    StateAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    VoidReason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ScanCount = table.Column<int>(type: "integer", nullable: false),
                    FirstScanAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trace_codes", x => new { x.Gtin, x.Serial });
                });

            migrationBuilder.CreateTable(
                name: "account_claims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true),
                    ClaimValue = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_claims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_account_claims_accounts_UserId",
                        column: x => x.UserId,
                        principalTable: "accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_logins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "text", nullable: false),
                    ProviderKey = table.Column<string>(type: "text", nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "text", nullable: true),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_logins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_account_logins_accounts_UserId",
                        column: x => x.UserId,
                        principalTable: "accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_tokens",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    LoginProvider = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_tokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_account_tokens_accounts_UserId",
                        column: x => x.UserId,
                        principalTable: "accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "event_index",
                columns: table => new
                {
                    EventKey = table.Column<long>(type: "bigint", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Value = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Role = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Quantity = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    Uom = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_index", x => new { x.EventKey, x.Position });
                    table.ForeignKey(
                        name: "FK_event_index_captured_events_EventKey",
                        column: x => x.EventKey,
                        principalTable: "captured_events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "event_sensors",
                columns: table => new
                {
                    EventKey = table.Column<long>(type: "bigint", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Type = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Uom = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Value = table.Column<double>(type: "double precision", nullable: true),
                    Min = table.Column<double>(type: "double precision", nullable: true),
                    Max = table.Column<double>(type: "double precision", nullable: true),
                    Mean = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_sensors", x => new { x.EventKey, x.Position });
                    table.ForeignKey(
                        name: "FK_event_sensors_captured_events_EventKey",
                        column: x => x.EventKey,
                        principalTable: "captured_events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "genealogy_edges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Source = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Target = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    SourceQuantity = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    SourceUom = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    TargetQuantity = table.Column<decimal>(type: "numeric(18,3)", precision: 18, scale: 3, nullable: true),
                    TargetUom = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    ValidFrom = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ValidUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EventKey = table.Column<long>(type: "bigint", nullable: false),
                    ClosedByKey = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_genealogy_edges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_genealogy_edges_captured_events_ClosedByKey",
                        column: x => x.ClosedByKey,
                        principalTable: "captured_events",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_genealogy_edges_captured_events_EventKey",
                        column: x => x.EventKey,
                        principalTable: "captured_events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_roles",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    RoleId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_roles", x => new { x.UserId, x.RoleId });
                    table.ForeignKey(
                        name: "FK_account_roles_accounts_UserId",
                        column: x => x.UserId,
                        principalTable: "accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_account_roles_roles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "roles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "role_claims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RoleId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true),
                    ClaimValue = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_claims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_role_claims_roles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "roles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_account_claims_UserId",
                table: "account_claims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_account_logins_UserId",
                table: "account_logins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_account_roles_RoleId",
                table: "account_roles",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "accounts",
                column: "NormalizedEmail");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "accounts",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_alarms_AssetId_OnsetAt",
                table: "alarms",
                columns: new[] { "AssetId", "OnsetAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alarms_ClearedAt",
                table: "alarms",
                column: "ClearedAt");

            migrationBuilder.CreateIndex(
                name: "IX_alarms_Device_AssetId_OnsetAt",
                table: "alarms",
                columns: new[] { "Device", "AssetId", "OnsetAt" });

            migrationBuilder.CreateIndex(
                name: "IX_assets_DistrictCode",
                table: "assets",
                column: "DistrictCode");

            migrationBuilder.CreateIndex(
                name: "IX_assets_NodeGln",
                table: "assets",
                column: "NodeGln");

            migrationBuilder.CreateIndex(
                name: "IX_assets_PartyGln",
                table: "assets",
                column: "PartyGln");

            migrationBuilder.CreateIndex(
                name: "IX_captured_events_BizLocation_EventTime",
                table: "captured_events",
                columns: new[] { "BizLocation", "EventTime" });

            migrationBuilder.CreateIndex(
                name: "IX_captured_events_BizStep_EventTime",
                table: "captured_events",
                columns: new[] { "BizStep", "EventTime" });

            migrationBuilder.CreateIndex(
                name: "IX_captured_events_EventId_IsErrorDeclaration",
                table: "captured_events",
                columns: new[] { "EventId", "IsErrorDeclaration" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_captured_events_EventTime",
                table: "captured_events",
                column: "EventTime");

            migrationBuilder.CreateIndex(
                name: "IX_certificates_IssuerGln_IssuedOn",
                table: "certificates",
                columns: new[] { "IssuerGln", "IssuedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_certificates_LotId",
                table: "certificates",
                column: "LotId");

            migrationBuilder.CreateIndex(
                name: "IX_certificates_Number",
                table: "certificates",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_data_loggers_Id",
                table: "data_loggers",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_data_loggers_PartyGln",
                table: "data_loggers",
                column: "PartyGln");

            migrationBuilder.CreateIndex(
                name: "IX_divisions_ParentCode",
                table: "divisions",
                column: "ParentCode");

            migrationBuilder.CreateIndex(
                name: "IX_event_index_Value_Role_EventKey",
                table: "event_index",
                columns: new[] { "Value", "Role", "EventKey" });

            migrationBuilder.CreateIndex(
                name: "IX_event_sensors_Type_Max",
                table: "event_sensors",
                columns: new[] { "Type", "Max" });

            migrationBuilder.CreateIndex(
                name: "IX_event_sensors_Type_Min",
                table: "event_sensors",
                columns: new[] { "Type", "Min" });

            migrationBuilder.CreateIndex(
                name: "IX_farm_log_entries_PlotId_AppliedTo",
                table: "farm_log_entries",
                columns: new[] { "PlotId", "AppliedTo" });

            migrationBuilder.CreateIndex(
                name: "IX_farm_log_entries_Supersedes",
                table: "farm_log_entries",
                column: "Supersedes",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_genealogy_edges_ClosedByKey",
                table: "genealogy_edges",
                column: "ClosedByKey");

            migrationBuilder.CreateIndex(
                name: "IX_genealogy_edges_EventKey",
                table: "genealogy_edges",
                column: "EventKey");

            migrationBuilder.CreateIndex(
                name: "IX_genealogy_edges_Source_Kind",
                table: "genealogy_edges",
                columns: new[] { "Source", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_genealogy_edges_Target_Kind",
                table: "genealogy_edges",
                columns: new[] { "Target", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_handovers_FromPartyGln_MeasuredAt",
                table: "handovers",
                columns: new[] { "FromPartyGln", "MeasuredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_handovers_PlaceGln_MeasuredAt",
                table: "handovers",
                columns: new[] { "PlaceGln", "MeasuredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_handovers_ShipmentId",
                table: "handovers",
                column: "ShipmentId");

            migrationBuilder.CreateIndex(
                name: "IX_handovers_ToPartyGln_MeasuredAt",
                table: "handovers",
                columns: new[] { "ToPartyGln", "MeasuredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_harvest_refusals_CommandId",
                table: "harvest_refusals",
                column: "CommandId");

            migrationBuilder.CreateIndex(
                name: "IX_harvest_refusals_DistrictCode_AttemptedAt",
                table: "harvest_refusals",
                columns: new[] { "DistrictCode", "AttemptedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_label_runs_LotId_Number",
                table: "label_runs",
                columns: new[] { "LotId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_label_runs_PartyGln_IssuedAt",
                table: "label_runs",
                columns: new[] { "PartyGln", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_logistics_nodes_DistrictCode_Tier",
                table: "logistics_nodes",
                columns: new[] { "DistrictCode", "Tier" });

            migrationBuilder.CreateIndex(
                name: "IX_logistics_nodes_OperatorGln",
                table: "logistics_nodes",
                column: "OperatorGln");

            migrationBuilder.CreateIndex(
                name: "IX_logistics_nodes_ParentGln",
                table: "logistics_nodes",
                column: "ParentGln");

            migrationBuilder.CreateIndex(
                name: "IX_lots_Gtin_BatchNumber",
                table: "lots",
                columns: new[] { "Gtin", "BatchNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_lots_OriginPartyGln_CreatedAt",
                table: "lots",
                columns: new[] { "OriginPartyGln", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_lots_PlotId_HarvestedOn",
                table: "lots",
                columns: new[] { "PlotId", "HarvestedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_mountings_AssetId_From",
                table: "mountings",
                columns: new[] { "AssetId", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_mountings_Device_From",
                table: "mountings",
                columns: new[] { "Device", "From" });

            migrationBuilder.CreateIndex(
                name: "mountings_open",
                table: "mountings",
                column: "Device",
                unique: true,
                filter: "\"To\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_node_state_changes_Gln_ChangedAt",
                table: "node_state_changes",
                columns: new[] { "Gln", "ChangedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_pallets_PartyGln_PackedAt",
                table: "pallets",
                columns: new[] { "PartyGln", "PackedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_pallets_StepId",
                table: "pallets",
                column: "StepId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_parties_DistrictCode",
                table: "parties",
                column: "DistrictCode");

            migrationBuilder.CreateIndex(
                name: "IX_parties_Uscc",
                table: "parties",
                column: "Uscc",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_placements_AssetId_From",
                table: "placements",
                columns: new[] { "AssetId", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_placements_ItemUri_From",
                table: "placements",
                columns: new[] { "ItemUri", "From" });

            migrationBuilder.CreateIndex(
                name: "placements_open",
                table: "placements",
                columns: new[] { "ItemUri", "AssetId" },
                unique: true,
                filter: "\"To\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_plots_Gln",
                table: "plots",
                column: "Gln",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_plots_PartyGln_Number",
                table: "plots",
                columns: new[] { "PartyGln", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_products_OwnerGln",
                table: "products",
                column: "OwnerGln");

            migrationBuilder.CreateIndex(
                name: "IX_role_claims_RoleId",
                table: "role_claims",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "RoleNameIndex",
                table: "roles",
                column: "NormalizedName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_shipment_lines_LotId",
                table: "shipment_lines",
                column: "LotId");

            migrationBuilder.CreateIndex(
                name: "IX_shipments_CarrierGln_DispatchedAt",
                table: "shipments",
                columns: new[] { "CarrierGln", "DispatchedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_shipments_FromPartyGln_DispatchedAt",
                table: "shipments",
                columns: new[] { "FromPartyGln", "DispatchedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_shipments_ToPartyGln_DispatchedAt",
                table: "shipments",
                columns: new[] { "ToPartyGln", "DispatchedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_shipments_ToPlaceGln_State",
                table: "shipments",
                columns: new[] { "ToPlaceGln", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_step_lots_LotId",
                table: "step_lots",
                column: "LotId");

            migrationBuilder.CreateIndex(
                name: "IX_steps_PartyGln_EventTime",
                table: "steps",
                columns: new[] { "PartyGln", "EventTime" });

            migrationBuilder.CreateIndex(
                name: "IX_stock_HolderGln",
                table: "stock",
                column: "HolderGln");

            migrationBuilder.CreateIndex(
                name: "IX_stock_PlaceGln",
                table: "stock",
                column: "PlaceGln");

            migrationBuilder.CreateIndex(
                name: "IX_stock_Sscc",
                table: "stock",
                column: "Sscc");

            migrationBuilder.CreateIndex(
                name: "IX_suspicion_reports_Gtin_Serial_ReportedAt",
                table: "suspicion_reports",
                columns: new[] { "Gtin", "Serial", "ReportedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_suspicion_reports_OwnerGln_ReportedAt",
                table: "suspicion_reports",
                columns: new[] { "OwnerGln", "ReportedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_trace_codes_LotId",
                table: "trace_codes",
                column: "LotId");

            migrationBuilder.CreateIndex(
                name: "IX_trace_codes_ShortCode",
                table: "trace_codes",
                column: "ShortCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_trace_codes_Sscc",
                table: "trace_codes",
                column: "Sscc");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_claims");

            migrationBuilder.DropTable(
                name: "account_logins");

            migrationBuilder.DropTable(
                name: "account_roles");

            migrationBuilder.DropTable(
                name: "account_tokens");

            migrationBuilder.DropTable(
                name: "alarms");

            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "certificates");

            migrationBuilder.DropTable(
                name: "code_scans");

            migrationBuilder.DropTable(
                name: "data_loggers");

            migrationBuilder.DropTable(
                name: "divisions");

            migrationBuilder.DropTable(
                name: "event_index");

            migrationBuilder.DropTable(
                name: "event_sensors");

            migrationBuilder.DropTable(
                name: "farm_log_entries");

            migrationBuilder.DropTable(
                name: "genealogy_edges");

            migrationBuilder.DropTable(
                name: "handovers");

            migrationBuilder.DropTable(
                name: "harvest_refusals");

            migrationBuilder.DropTable(
                name: "label_runs");

            migrationBuilder.DropTable(
                name: "logistics_nodes");

            migrationBuilder.DropTable(
                name: "lots");

            migrationBuilder.DropTable(
                name: "mountings");

            migrationBuilder.DropTable(
                name: "node_state_changes");

            migrationBuilder.DropTable(
                name: "pallets");

            migrationBuilder.DropTable(
                name: "parties");

            migrationBuilder.DropTable(
                name: "placements");

            migrationBuilder.DropTable(
                name: "plots");

            migrationBuilder.DropTable(
                name: "products");

            migrationBuilder.DropTable(
                name: "role_claims");

            migrationBuilder.DropTable(
                name: "shipment_lines");

            migrationBuilder.DropTable(
                name: "shipments");

            migrationBuilder.DropTable(
                name: "sscc_series");

            migrationBuilder.DropTable(
                name: "step_lots");

            migrationBuilder.DropTable(
                name: "steps");

            migrationBuilder.DropTable(
                name: "stock");

            migrationBuilder.DropTable(
                name: "suspicion_reports");

            migrationBuilder.DropTable(
                name: "trace_codes");

            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "captured_events");

            migrationBuilder.DropTable(
                name: "roles");
        }
    }
}
