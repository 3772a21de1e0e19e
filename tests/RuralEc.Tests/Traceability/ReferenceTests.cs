using RuralEc.Traceability.Reference;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class ReferenceTests
{
    [Fact]
    public void Every_class_states_its_source_and_no_grade_twice()
    {
        Assert.NotEmpty(ProductClass.All);
        Assert.All(ProductClass.All, c => Assert.NotEqual("", c.Source));
        Assert.All(
            ProductClass.All,
            c =>
            {
                Assert.Equal(c.Grades.Count, c.Grades.Select(g => g.Code).Distinct().Count());
                Assert.Equal(c.Grades.Count, c.Grades.Select(g => g.Mark).Distinct().Count());
            }
        );
    }

    [Fact]
    public void Litchi_has_the_three_grades_of_ny_t_1648_with_their_tolerances() =>
        Assert.Equal(
            [("特级", 5m), ("一级", 8m), ("二级", 10m)],
            ProductClass.Find("litchi")!.Grades.Select(g => (g.Name, g.TolerancePercent!.Value))
        );

    [Fact]
    public void Rice_and_chilled_poultry_carry_no_conformity_certificate() =>
        Assert.Equal(
            ["rice", "chilled-poultry"],
            ProductClass.All.Where(c => !c.CertificateRequired).Select(c => c.Code)
        );

    [Fact]
    public void Every_interval_is_for_a_known_class_and_nothing_unchecked_claims_to_be_verified()
    {
        Assert.All(InputInterval.All, i => Assert.NotNull(ProductClass.Find(i.ProductClass)));
        Assert.All(InputInterval.All.Where(i => i.Source == "own"), i => Assert.False(i.Verified));
    }
}
