using System.Globalization;
using System.Text;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>
/// A script for <c>nft -f</c>, loaded as one transaction: a table of its own, a set per prefix length (one interval set would refuse a network
/// and an address in it), elements that end when the bans do. Of several origins the longest counts.
/// </summary>
internal sealed class NftWriter(DateTimeOffset now) : IBanWriter
{
    public const string Table = "inet tegument_bans";

    private const int Batch = 256;

    private readonly Dictionary<string, List<string>> _sets = new(StringComparer.Ordinal);
    private Ban? _held;

    public string MediaType => "text/plain";

    public void Begin(StringBuilder text) => text.Append(
        CultureInfo.InvariantCulture,
        $"""
        #!/usr/sbin/nft -f
        # Bans of {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}. A rule per set makes use of them, for instance
        #   ip saddr @v4 drop
        #   ip saddr & 255.255.255.0 @v4_24 drop
        add table {Table}

        """);

    public void Write(StringBuilder text, Ban ban)
    {
        if (_held is { } held && held.Prefix == ban.Prefix)
        {
            if (ban.Expires > held.Expires) _held = ban;
            return;
        }

        Put(text);
        _held = ban;
    }

    public void End(StringBuilder text)
    {
        Put(text);
        foreach (var (set, elements) in _sets) Flush(text, set, elements);
    }

    private void Put(StringBuilder text)
    {
        if (_held is not { } ban) return;
        var family = ban.Prefix.IsIPv4 ? "v4" : "v6";
        var set = ban.Prefix.IsSingle ? family : string.Create(CultureInfo.InvariantCulture, $"{family}_{ban.Prefix.Length}");
        if (!_sets.TryGetValue(set, out var elements))
        {
            _sets[set] = elements = [];
            text.Append(CultureInfo.InvariantCulture, $"add set {Table} {set} {{ type ip{family}_addr; flags timeout; }}\n");
        }

        var seconds = Math.Max(1, Math.Ceiling((ban.Expires - now).TotalSeconds));
        elements.Add(string.Create(CultureInfo.InvariantCulture, $"{ban.Prefix.Address} timeout {seconds}s"));
        if (elements.Count == Batch) Flush(text, set, elements);
    }

    private static void Flush(StringBuilder text, string set, List<string> elements)
    {
        if (elements.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"add element {Table} {set} {{ ").AppendJoin(", ", elements).Append(" }\n");
        elements.Clear();
    }
}
