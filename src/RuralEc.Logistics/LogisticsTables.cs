using Microsoft.EntityFrameworkCore;
using RuralEc.Logistics.Network;

namespace RuralEc.Logistics;

/// <summary>Divisions, nodes and the states of nodes: their tables on one screen.</summary>
internal static class LogisticsTables
{
    public const int NameLength = 100;
    public const int TextLength = 200;

    public static void Apply(ModelBuilder model)
    {
        model.Entity<Division>(division =>
        {
            division.ToTable("divisions").HasKey(d => d.Code);
            division.Property(d => d.Code).HasMaxLength(12);
            division.Property(d => d.Name).HasMaxLength(NameLength);
            division.Property(d => d.ParentCode).HasMaxLength(9);
            division.Property(d => d.Source).HasMaxLength(TextLength);
            division.Property(d => d.Quality).HasMaxLength(20);
            division.Property(d => d.PopulationSource).HasMaxLength(TextLength);
            division.HasIndex(d => d.ParentCode);
        });
        model.Entity<DivisionOutline>(outline =>
        {
            outline.ToTable("division_outlines").HasKey(o => o.Code);
            outline.Property(o => o.Code).HasMaxLength(12);
            outline.Property(o => o.Source).HasMaxLength(TextLength);
            outline.Property(o => o.ReviewNumber).HasMaxLength(40);
        });
        model.Entity<LogisticsNode>(node =>
        {
            node.ToTable("logistics_nodes").HasKey(n => n.Gln);
            node.Property(n => n.Name).HasMaxLength(NameLength);
            node.Property(n => n.NameEn).HasMaxLength(NameLength);
            node.Property(n => n.DivisionCode).HasMaxLength(12);
            node.Property(n => n.DistrictCode).HasMaxLength(6);
            node.Property(n => n.SourceCrs).HasMaxLength(10);
            node.Property(n => n.Version).IsConcurrencyToken();
            node.Property(n => n.Facts)
                .HasConversion(facts => facts.ToJson(), json => NodeFacts.FromJson(json))
                .HasDefaultValue(NodeFacts.None);
            node.HasIndex(n => new { n.DistrictCode, n.Tier });
            node.HasIndex(n => n.OperatorGln);
            node.HasIndex(n => n.ParentGln);
        });
        model.Entity<NodeStateChange>(change =>
        {
            change.ToTable("node_state_changes").HasKey(c => c.Id);
            change.Property(c => c.Id).ValueGeneratedNever();
            change.Property(c => c.Reason).HasMaxLength(TextLength);
            change.Property(c => c.AccountId).HasMaxLength(TextLength);
            change.HasIndex(c => new { c.Gln, c.ChangedAt });
        });
        model.Entity<NodeChange>(change =>
        {
            change.ToTable("node_changes").HasKey(c => c.Id);
            change.Property(c => c.Id).ValueGeneratedNever();
            change.Property(c => c.Reason).HasMaxLength(TextLength);
            change.Property(c => c.AccountId).HasMaxLength(TextLength);
            change.HasIndex(c => new { c.Gln, c.Version }).IsUnique();
        });
        model.Entity<NodeServiceArea>(area =>
        {
            area.ToTable("node_service_areas").HasKey(a => a.Gln);
            area.Property(a => a.AccountId).HasMaxLength(TextLength);
        });
        model.Entity<NodeLink>(link =>
        {
            link.ToTable("node_links").HasKey(l => l.Id);
            link.Property(l => l.Id).ValueGeneratedNever();
            link.Property(l => l.AccountId).HasMaxLength(TextLength);
            link.HasIndex(l => l.FromGln);
            link.HasIndex(l => l.ToGln);
        });
        NetworkTables.Apply(model);
    }
}
