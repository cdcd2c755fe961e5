using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// Turns changes into element commands. An element that goes, or whose timeout changes, is added first and deleted then, in the same
/// transaction: deleting one that has just expired would be refused, adding one that exists is not.
/// </summary>
public static class ElementCommands
{
    /// <param name="changes">Sorted by set.</param>
    /// <param name="nowMs">What the time left is counted from.</param>
    public static void Write(CommandText text, string table, ReadOnlySpan<BanChange> changes, long nowMs)
    {
        while (!changes.IsEmpty)
        {
            var set = BanSet.Of(changes[0].Prefix);
            var end = 1;
            while (end < changes.Length && BanSet.Of(changes[end].Prefix) == set) end++;
            WriteSet(text, table, set.Name, changes[..end], nowMs);
            changes = changes[end..];
        }
    }

    private static void WriteSet(CommandText text, string table, string set, ReadOnlySpan<BanChange> changes, long nowMs)
    {
        var list = new ElementList(text, "add", table, set);
        foreach (var change in changes)
        {
            if (LeavesFirst(change)) list.Next(change.Prefix.Address).Timeout(1000);
        }

        list.End();
        list = new ElementList(text, "delete", table, set);
        foreach (var change in changes)
        {
            if (LeavesFirst(change)) list.Next(change.Prefix.Address);
        }

        list.End();
        list = new ElementList(text, "add", table, set);
        foreach (var change in changes)
        {
            var left = change.DeadlineMs - nowMs;
            if (change.Kind != BanChangeKind.Remove && left >= BanChange.ShortestMs) list.Next(change.Prefix.Address).Timeout(left);
        }

        list.End();
    }

    private static bool LeavesFirst(BanChange change) => change.Kind is BanChangeKind.Remove or BanChangeKind.Refresh;

    /// <summary>"add element inet T S { a, b }", begun with the first element, so that an empty list writes nothing.</summary>
    private ref struct ElementList(CommandText text, string verb, string table, string set)
    {
        private bool _begun;

        public CommandText Next(IpKey address)
        {
            if (_begun) text.Text(",");
            else text.Text(verb).Text(" element inet ").Text(table).Text(" ").Text(set).Text(" {");
            _begun = true;
            return text.Address(address);
        }

        public readonly void End()
        {
            if (_begun) text.Text("}\n");
        }
    }
}
