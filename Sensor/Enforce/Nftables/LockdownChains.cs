using Tegument.Sensor.Enforce.Lockdown;
using Tegument.Sensor.Native.Netlink;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// Knows what the lockdown's chains, rules and set must look like, compares them with the kernel's, and writes the commands that put them
/// right. Apart from the bans, in transactions of its own: a kernel that cannot track connections still bans. One thread.
/// </summary>
internal sealed class LockdownChains(string table)
{
    private readonly List<ulong> _handles = [];
    private string? _made;

    public bool IsMade => _made is not null;

    /// <summary>The wish asks for other rules than were made.</summary>
    public bool Differs(LockdownWish wish) => _made != LockdownText.Rules(table, wish);

    /// <summary>Compares the kernel's structure with what was made. Null when nothing is amiss.</summary>
    /// <exception cref="NetlinkException">The kernel could not be read.</exception>
    public string? FindDamage(NftablesReader reader)
    {
        if (!IsOurs(reader.Chain(table, LockdownText.Input), hook: 1)) return $"chain {LockdownText.Input} is missing or another";
        if (!IsOurs(reader.Chain(table, LockdownText.Forward), hook: 2)) return $"chain {LockdownText.Forward} is missing or another";
        if (FindSet(reader) is not { HasTimeouts: true, IsPlainHash: true, KeyBytes: 1 }) return $"set {LockdownText.Name} is missing or of another kind";
        return Handles(reader).SequenceEqual(_handles) ? null : "the rules were altered";
    }

    /// <summary>How the set's elements differ from the wish; null when they do not.</summary>
    /// <exception cref="NetlinkException">The kernel could not be read.</exception>
    public string? FindDifference(NftablesReader reader, LockdownWish wish, EnforcementClock clock)
    {
        var elements = new LockdownElements();
        reader.Elements(table, LockdownText.Name, elements);
        return elements.Differ(wish, clock.NowMs);
    }

    /// <summary>One transaction that makes all as wished.</summary>
    /// <param name="damaged">Nothing that is there is trusted.</param>
    /// <exception cref="NetlinkException">The kernel could not be read.</exception>
    public string Commands(NftablesReader reader, LockdownWish wish, bool damaged, long nowMs)
    {
        var elements = LockdownText.Elements(table, wish.TimeoutMs(nowMs));
        if (!damaged && !Differs(wish)) return elements;
        var first = RulesetText.AddTable(table);
        if (damaged)
        {
            first += LockdownText.DeleteChains(table);
            if (FindSet(reader) is not null) first += LockdownText.DeleteSet(table);
        }

        return first + LockdownText.AddSet(table) + LockdownText.AddChains(table) + LockdownText.FlushChains(table) + LockdownText.Rules(table, wish) + elements;
    }

    /// <summary>Remembers the rules that were just made.</summary>
    /// <exception cref="NetlinkException">The kernel could not be read.</exception>
    public void Learn(NftablesReader reader, LockdownWish wish)
    {
        _handles.Clear();
        _handles.AddRange(Handles(reader));
        _made = LockdownText.Rules(table, wish);
    }

    /// <summary>All is gone by our own doing.</summary>
    public void Forget()
    {
        _handles.Clear();
        _made = null;
    }

    private KernelSet? FindSet(NftablesReader reader) => reader.Sets(table).Find(set => set.Name == LockdownText.Name);

    private IEnumerable<ulong> Handles(NftablesReader reader) => LockdownText.Chains.SelectMany(chain => reader.Rules(table, chain)).Select(rule => rule.Handle);

    private static bool IsOurs(KernelChain? chain, uint hook) =>
        chain is { Type: "filter", Policy: 1, Priority: LockdownText.Priority } && chain.Hook == hook;
}
