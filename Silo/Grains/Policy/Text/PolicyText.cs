using System.Reflection;

namespace Tegument.Silo.Policy.Text;

/// <summary>The policy as text: reads it with all its faults at once, and holds the shipped one. Pure; any thread; never throws for a text.</summary>
public static class PolicyText
{
    private const string Resource = "policy.yaml";

    // Each round finds one fault of a check that stops at its first; some rounds find only what another fault caused.
    private const int MaxRounds = 4 * PolicyLimits.MaxFaults;

    private static readonly Lazy<string> ShippedText = new(Load);

    /// <summary>Every setting at its default, with comments. Reads as <see cref="FleetPolicy.Default"/>.</summary>
    public static string Shipped => ShippedText.Value;

    /// <summary>An empty text is the default policy.</summary>
    public static PolicyReading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var faults = new PolicyFaults();
        if (PolicyTree.Read(text, faults) is not { } root) return new PolicyReading(null, faults.Sorted(), faults.Total);
        var ignored = new HashSet<PolicyNode>();
        var policy = Bind(root, faults, ignored);
        Check(policy, root, faults, ignored);
        return new PolicyReading(faults.Total == 0 ? policy : null, faults.Sorted(), faults.Total);
    }

    private static FleetPolicy Bind(PolicyNode root, PolicyFaults faults, HashSet<PolicyNode> ignored) =>
        (FleetPolicy)new PolicyBinder(faults, ignored).Section(typeof(FleetPolicy), root, "", FleetPolicy.Default);

    /// <summary>
    /// The records' own checks each name the first thing that is wrong. So what was named goes back to its default and the checks are asked
    /// again, until nothing is left that the file says.
    /// </summary>
    private static void Check(FleetPolicy policy, PolicyNode root, PolicyFaults faults, HashSet<PolicyNode> ignored)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < MaxRounds && policy.Validate() is { } fault; round++)
        {
            var colon = fault.IndexOf(": ", StringComparison.Ordinal);
            var words = PolicyPath.Words(colon < 0 ? "" : fault[..colon]);
            var way = PolicyPath.Find(root, words, ignored);
            var (line, column) = PolicyPath.PlaceOf(root, way);
            var path = PolicyPath.TextOf(words);
            if (told.Add(path))
            {
                var found = way.Count == words.Length && way is [.., { Kind: PolicyNodeKind.Scalar } scalar] ? $" ({scalar.Found})" : "";
                faults.Add(line, column, path, fault[(colon < 0 ? 0 : colon + 2)..] + found);
            }

            // The innermost that is still heeded: with a setting back at its default, what disagrees with it is next.
            var guilty = way.FindLastIndex(node => !ignored.Contains(node));
            if (guilty < 0) return;
            ignored.Add(way[guilty]);
            policy = Bind(root, new PolicyFaults(), ignored);
        }
    }

    private static string Load()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
