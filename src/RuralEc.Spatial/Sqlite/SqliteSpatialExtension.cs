using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Puts the services of this room into a context that uses SQLite.</summary>
internal sealed class SqliteSpatialExtension : IDbContextOptionsExtension
{
    private ExtensionInfo? _info;

    public DbContextOptionsExtensionInfo Info => _info ??= new(this);

    public void ApplyServices(IServiceCollection services)
    {
        new EntityFrameworkRelationalServicesBuilder(services)
            .TryAdd<IRelationalTypeMappingSourcePlugin, GeometryTypeMappingSource>()
            .TryAdd<IMethodCallTranslatorPlugin, GeometryMethodTranslatorPlugin>()
            .TryAdd<IMemberTranslatorPlugin, GeometryMemberTranslatorPlugin>()
            .TryAdd<IInterceptor, SpatialConnectionInterceptor>();

        // The order in which extensions apply is not fixed: replace, and add where nothing was there to replace.
        services.Replace(ServiceDescriptor.Scoped<IMigrationsSqlGenerator, GeoPackageMigrationsSqlGenerator>());
        services.Replace(ServiceDescriptor.Singleton<IQuerySqlGeneratorFactory, SpatialQuerySqlGeneratorFactory>());
    }

    public void Validate(IDbContextOptions options) { }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using NetTopologySuite ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) =>
            other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) =>
            debugInfo["NetTopologySuite"] = "1";
    }
}
