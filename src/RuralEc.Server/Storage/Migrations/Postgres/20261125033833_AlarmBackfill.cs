using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RuralEc.Server.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AlarmBackfill : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            global::RuralEc.Server.Storage.Migrations.AlarmBackfill.Fill(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

        }
    }
}
