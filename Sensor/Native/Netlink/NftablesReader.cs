namespace Tegument.Sensor.Native.Netlink;

/// <summary>
/// Reads nf_tables objects of the inet family by streamed dumps: 64 KB of memory whatever the size. A dump that the kernel marks as
/// interrupted (the rules changed meanwhile) is begun again. One thread; the namespace is that of the opening thread.
/// After a <see cref="NetlinkException"/> that is not <see cref="NetlinkException.IsNotFound"/>, dispose it and open another.
/// </summary>
public sealed class NftablesReader : IDisposable
{
    private readonly NetlinkDump _dump = new();

    /// <summary>Null when there is no such table.</summary>
    public KernelTable? Table(string name)
    {
        KernelTable? found = null;
        _dump.Run(Request(NftablesMessage.GetTable), NftablesMessage.NewTable, () => found = null, attributes =>
        {
            var table = NftablesObjects.ReadTable(attributes);
            if (table.Name == name) found = table;
        });
        return found;
    }

    /// <summary>Null when there is no such chain, or it has no hook.</summary>
    public KernelChain? Chain(string table, string name)
    {
        KernelChain? found = null;
        _dump.Run(Request(NftablesMessage.GetChain), NftablesMessage.NewChain, () => found = null, attributes =>
        {
            if (NftablesObjects.ReadChain(attributes, table, name) is { } chain) found = chain;
        });
        return found;
    }

    /// <summary>In the order of evaluation; empty when the chain does not exist.</summary>
    public List<KernelRule> Rules(string table, string chain)
    {
        var rules = new List<KernelRule>();
        var request = Request(NftablesMessage.GetRule).Text(NftablesMessage.RuleTable, table).Text(NftablesMessage.RuleChain, chain);
        _dump.Run(request, NftablesMessage.NewRule, rules.Clear, attributes =>
        {
            if (NftablesObjects.ReadRule(attributes, table, chain) is { } rule) rules.Add(rule);
        });
        return rules;
    }

    /// <summary>The named sets of a table; empty when the table does not exist.</summary>
    public List<KernelSet> Sets(string table)
    {
        var sets = new List<KernelSet>();
        try
        {
            _dump.Run(Request(NftablesMessage.GetSet).Text(NftablesMessage.SetTable, table), NftablesMessage.NewSet, sets.Clear, attributes =>
            {
                if (NftablesObjects.ReadSet(attributes, table) is { } set) sets.Add(set);
            });
        }
        catch (NetlinkException e) when (e.IsNotFound)
        {
            sets.Clear();
        }

        return sets;
    }

    /// <summary>
    /// Streams the elements of a set. Expired ones are left out by the kernel. The time grows with the square of their number: for each
    /// datagram the kernel walks the set from its start, 100,000 elements take half a second. Where others keep changing their rules an
    /// element that moved within the set meanwhile may be missed; it is visited once or more otherwise.
    /// </summary>
    /// <param name="stop">Asked every few hundred elements; true ends the read.</param>
    /// <returns>False when it was stopped; the reader must be disposed then.</returns>
    /// <exception cref="NetlinkException">There is no such set, or the read failed.</exception>
    public bool Elements(string table, string set, IKernelElementVisitor visitor, Func<bool>? stop = null)
    {
        var request = Request(NftablesMessage.GetSetElement)
            .Text(NftablesMessage.ElementListTable, table).Text(NftablesMessage.ElementListSet, set);
        return _dump.Run(request, NftablesMessage.NewSetElement, visitor.Restart, attributes => NftablesObjects.ReadElements(attributes, visitor), tolerant: true, stop);
    }

    public void Dispose() => _dump.Dispose();

    private NetlinkRequest Request(byte type) => _dump.Request(type, NftablesMessage.Inet);
}
