using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Postgres;

/// <summary>A Point is stored as <c>geometry (point, 4490)</c>, and so on, unless the model says otherwise.</summary>
internal sealed class GeometryColumnConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder,
        IConventionContext<IConventionModelBuilder> context
    )
    {
        foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(e => e.GetDeclaredProperties()))
        {
            if (typeof(Geometry).IsAssignableFrom(property.ClrType))
            {
                var type = property.ClrType.Name.ToLowerInvariant();
                property.Builder.HasColumnType($"geometry ({type}, {Cgcs2000.Srid})");
            }
        }
    }
}

internal sealed class GeometryColumnConventionPlugin : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.Add(new GeometryColumnConvention());
        return conventionSet;
    }
}
