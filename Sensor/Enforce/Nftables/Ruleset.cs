using System.Text;
using Tegument.Sensor.Native.Netlink;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// Knows what our table must look like, compares it with the kernel's, and writes the commands that put it right. The chain's rules are
/// always made all together in one transaction; the handles they got are remembered, so a rule that was replaced, moved, removed or
/// slipped in is noticed. One thread.
/// </summary>
internal sealed class Ruleset(NftablesOptions options)
{
    private readonly SortedSet<BanSet> _sets = [BanSet.IPv4, BanSet.IPv6];
    private readonly Dictionary<string, ulong> _dropped = [];
    private readonly List<ulong> _handles = [];

    public IEnumerable<BanSet> Sets => _sets;

    /// <summary>Packets dropped by our rules, kept across rebuilds.</summary>
    public long DroppedPackets => _dropped.Values.Aggregate(0L, (sum, packets) => sum + (long)packets);

    public bool Knows(BanSet set) => _sets.Contains(set);

    public bool Want(BanSet set) => _sets.Add(set);

    /// <summary>Compares the kernel's table with ours. Null when nothing is amiss.</summary>
    /// <exception cref="NetlinkException">The kernel could not be read.</exception>
    public string? FindDamage(NftablesReader reader)
    {
        if (reader.Table(options.Table) is not { } table) return $"table inet {options.Table} is missing";
        AdoptSets(reader);
        if (table.IsDormant) return $"table inet {options.Table} is dormant";
        if (reader.Chain(options.Table, RulesetText.Chain) is not { } chain) return $"chain {RulesetText.Chain} is missing";
        if (!IsOurs(chain)) return $"chain {RulesetText.Chain} has another hook, priority or policy";
        var sets = reader.Sets(options.Table).ToDictionary(s => s.Name);
        foreach (var set in _sets)
        {
            if (!sets.TryGetValue(set.Name, out var found)) return $"set {set.Name} is missing";
            if (!IsOurs(set, found)) return $"set {set.Name} is of another kind";
        }

        var rules = reader.Rules(options.Table, RulesetText.Chain);
        Count(rules);
        if (_handles.Count == 0) return "the rules are another process's";
        return rules.Select(r => r.Handle).SequenceEqual(_handles) ? null : "the rules were altered";
    }

    /// <summary>The commands that make the table whole; one transaction.</summary>
    /// <exception cref="NetlinkException">The kernel could not be read.</exception>
    public string RepairCommands(NftablesReader reader)
    {
        var table = options.Table;
        var chain = reader.Chain(table, RulesetText.Chain);
        var sets = reader.Sets(table).ToDictionary(s => s.Name);
        Count(reader.Rules(table, RulesetText.Chain));
        var commands = new StringBuilder(RulesetText.AddTable(table));
        if (chain is not null && !IsOurs(chain)) commands.Append(RulesetText.FlushChain(table)).Append(RulesetText.DeleteChain(table));
        commands.Append(RulesetText.AddChain(table)).Append(RulesetText.FlushChain(table));
        foreach (var set in _sets)
        {
            if (sets.TryGetValue(set.Name, out var found) && !IsOurs(set, found)) commands.Append(RulesetText.DeleteSet(table, set));
            commands.Append(RulesetText.AddSet(table, set, options.SetSize));
        }

        commands.Append(RulesetText.AddNeighbourRule(table));
        foreach (var set in _sets) commands.Append(RulesetText.AddRule(table, set, _dropped.GetValueOrDefault(RulesetText.SetComment(table, set))));
        return commands.ToString();
    }

    /// <summary>Remembers the rules that the repair has just made. False when they are not what was asked for.</summary>
    /// <exception cref="NetlinkException">The kernel could not be read.</exception>
    public bool Learn(NftablesReader reader)
    {
        var rules = reader.Rules(options.Table, RulesetText.Chain);
        _handles.Clear();
        var wanted = _sets.Select(s => RulesetText.SetComment(options.Table, s)).Prepend(RulesetText.NeighbourComment(options.Table));
        if (!rules.Select(r => r.Comment).SequenceEqual(wanted)) return false;
        _handles.AddRange(rules.Select(r => r.Handle));
        return true;
    }

    /// <summary>The table is gone by our own doing.</summary>
    public void Forget()
    {
        _handles.Clear();
        _dropped.Clear();
    }

    private void AdoptSets(NftablesReader reader)
    {
        // Sets of an earlier run hold bans that must be compared as well; there are at most 162 names that we know.
        foreach (var found in reader.Sets(options.Table))
        {
            if (BanSet.TryParse(found.Name, out var set)) _sets.Add(set);
        }
    }

    private void Count(List<KernelRule> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Comment is null || rule.Packets == 0) continue;

            // A counter that went back was reset by somebody; what it had counted stays counted.
            ref var known = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_dropped, rule.Comment, out _);
            known = rule.Packets >= known ? rule.Packets : known + rule.Packets;
        }
    }

    private static bool IsOurs(KernelChain chain) => chain is { Type: "filter", Hook: 0, Priority: -300, Policy: 1 };

    private bool IsOurs(BanSet set, KernelSet found) =>
        found.HasTimeouts && found.IsPlainHash && found.Counts && found.KeyBytes == (set.IsIPv4 ? 4 : 16) && found.Size == options.SetSize;
}
