using System.Globalization;

namespace Tegument.Silo.Policy.Text;

/// <summary>Finds the place in the file for a path that a record's check names ("weights.scannedPort", "allowed[2]").</summary>
internal static class PolicyPath
{
    /// <summary>The words of the path as the file writes them.</summary>
    public static string[] Words(string path) =>
        [.. path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0] == '[' ? word : PolicyKey.Of(word))];

    public static string TextOf(IEnumerable<string> words) => string.Join('.', words).Replace(".[", "[", StringComparison.Ordinal);

    /// <summary>
    /// The values on the way down the path that the file holds, outermost first; the last is the nearest to it. Indexes count without the
    /// ignored items, and are made those of the file.
    /// </summary>
    public static List<PolicyNode> Find(PolicyNode root, string[] words, IReadOnlySet<PolicyNode> ignored)
    {
        var way = new List<PolicyNode>();
        for (var node = root; way.Count < words.Length; way.Add(node))
        {
            if (Child(node, ref words[way.Count], ignored) is not { } child) break;
            node = child;
        }

        return way;
    }

    /// <summary>Where to point: a scalar itself, or the key above a section or list.</summary>
    public static (int Line, int Column) PlaceOf(PolicyNode root, List<PolicyNode> way)
    {
        if (way.Count == 0) return (1, 1);
        var node = way[^1];
        if (node.Kind == PolicyNodeKind.Scalar) return (node.Line, node.Column);
        var parent = way.Count == 1 ? root : way[^2];
        var entry = parent.Entries.Find(e => ReferenceEquals(e.Value, node));
        return entry is null ? (node.Line, node.Column) : (entry.Line, entry.Column);
    }

    private static PolicyNode? Child(PolicyNode node, ref string word, IReadOnlySet<PolicyNode> ignored)
    {
        if (word[0] != '[')
        {
            var key = word;
            return node.Entries.Find(entry => PolicyKey.Of(entry.Key) == key)?.Value;
        }

        if (!int.TryParse(word.AsSpan(1).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var left)) return null;
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (ignored.Contains(node.Items[i]) || left-- > 0) continue;
            word = $"[{i}]";
            return node.Items[i];
        }

        return null;
    }
}
