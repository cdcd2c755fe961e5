using System.Text.RegularExpressions;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Tests.Policies;

public sealed partial class ShippedPolicyTests
{
    private static readonly string[] Lines = PolicyText.Shipped.Split('\n');

    [Fact]
    public void The_shipped_text_reads_as_the_default_policy() => Read(PolicyText.Shipped).ShouldReadAs(FleetPolicy.Default);

    [Fact]
    public void The_shipped_text_holds_every_setting()
    {
        var faults = new PolicyFaults();
        var root = PolicyTree.Read(PolicyText.Shipped, faults).ShouldNotBeNull();
        foreach (var (path, _) in PolicyValues.Of(FleetPolicy.Default))
        {
            var words = PolicyPath.Words(path);
            PolicyPath.Find(root, words, new HashSet<PolicyNode>()).Count.ShouldBe(words.Length, $"policy.yaml does not name {path}: add it with its default and a comment");
        }
    }

    [Fact]
    public void Every_setting_of_the_shipped_text_has_a_comment_above_it_or_its_group()
    {
        for (var i = 1; i < Lines.Length; i++)
        {
            if (!ValueLine().IsMatch(Lines[i])) continue;
            var above = i - 1;
            while (above > 0 && ValueLine().IsMatch(Lines[above])) above--;
            (Lines[above].TrimStart().StartsWith('#') || Lines[above].EndsWith(':')).ShouldBeTrue($"line {i + 1}: {Lines[i]}");
        }
    }

    [Fact]
    public void A_line_removed_from_the_shipped_text_keeps_its_default()
    {
        var removed = 0;
        for (var i = 0; i < Lines.Length; i++)
        {
            if (!ValueLine().IsMatch(Lines[i])) continue;
            removed++;
            Read(string.Join('\n', Lines.Where((_, line) => line != i))).ShouldReadAs(FleetPolicy.Default);
        }

        removed.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void No_line_is_longer_than_a_screen() => Lines.Where(line => line.Length > 140).ShouldBeEmpty();

    private static FleetPolicy Read(string text)
    {
        var reading = PolicyText.Read(text);
        reading.Faults.Select(fault => fault.In("policy.yaml")).ShouldBeEmpty();
        return reading.Policy.ShouldNotBeNull();
    }

    [GeneratedRegex(@"^\s*[a-z0-9-]+: \S")]
    private static partial Regex ValueLine();
}
