using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Tests.Policies;

internal static class PolicyAssertions
{
    /// <summary>Policies hold lists, which records compare by identity: so setting by setting.</summary>
    public static void ShouldReadAs(this FleetPolicy policy, FleetPolicy expected) => PolicyValues.Changes(expected, policy).ShouldBeEmpty();
}
