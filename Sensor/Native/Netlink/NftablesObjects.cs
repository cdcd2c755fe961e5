using System.Text;

namespace Tegument.Sensor.Native.Netlink;

/// <summary>Reads nf_tables objects out of message attributes (linux/netfilter/nf_tables.h). What is missing reads as zero or null.</summary>
internal static class NftablesObjects
{
    public static KernelTable ReadTable(ReadOnlySpan<byte> bytes)
    {
        string name = "";
        uint flags = 0;
        for (var attribute = new NetlinkAttributes(bytes); attribute.MoveNext();)
        {
            if (attribute.Type == NftablesMessage.TableName) name = attribute.Text;
            else if (attribute.Type == NftablesMessage.TableFlags) flags = attribute.UInt32;
        }

        return new KernelTable(name, flags);
    }

    /// <summary>Null for a chain of another table or name, or one without a hook.</summary>
    public static KernelChain? ReadChain(ReadOnlySpan<byte> bytes, string table, string name)
    {
        string? inTable = null, called = null;
        var type = "";
        uint policy = 0, hook = 0;
        var priority = 0;
        var hooked = false;
        for (var attribute = new NetlinkAttributes(bytes); attribute.MoveNext();)
        {
            switch (attribute.Type)
            {
                case NftablesMessage.ChainTable: inTable = attribute.Text; break;
                case NftablesMessage.ChainName: called = attribute.Text; break;
                case NftablesMessage.ChainType: type = attribute.Text; break;
                case NftablesMessage.ChainPolicy: policy = attribute.UInt32; break;
                case NftablesMessage.ChainHook:
                    hooked = true;
                    for (var inner = attribute.Nested; inner.MoveNext();)
                    {
                        if (inner.Type == NftablesMessage.HookNumber) hook = inner.UInt32;
                        else if (inner.Type == NftablesMessage.HookPriority) priority = (int)inner.UInt32;
                    }

                    break;
            }
        }

        return hooked && inTable == table && called == name ? new KernelChain(name, type, hook, priority, policy) : null;
    }

    /// <summary>Null for a rule of another chain: old kernels ignore the filter of a rule dump.</summary>
    public static KernelRule? ReadRule(ReadOnlySpan<byte> bytes, string table, string chain)
    {
        string? inTable = null, inChain = null, comment = null;
        ulong handle = 0, packets = 0;
        for (var attribute = new NetlinkAttributes(bytes); attribute.MoveNext();)
        {
            switch (attribute.Type)
            {
                case NftablesMessage.RuleTable: inTable = attribute.Text; break;
                case NftablesMessage.RuleChain: inChain = attribute.Text; break;
                case NftablesMessage.RuleHandle: handle = attribute.UInt64; break;
                case NftablesMessage.RuleExpressions: packets = CounterIn(attribute.Nested) ?? 0; break;
                case NftablesMessage.RuleUserData: comment = Comment(attribute.Payload); break;
            }
        }

        return inTable == table && inChain == chain ? new KernelRule(handle, comment, packets) : null;
    }

    public static KernelSet? ReadSet(ReadOnlySpan<byte> bytes, string table)
    {
        string? inTable = null;
        var name = "";
        uint flags = 0, size = 0;
        var keyBytes = 0;
        var counts = false;
        for (var attribute = new NetlinkAttributes(bytes); attribute.MoveNext();)
        {
            switch (attribute.Type)
            {
                case NftablesMessage.SetTable: inTable = attribute.Text; break;
                case NftablesMessage.SetName: name = attribute.Text; break;
                case NftablesMessage.SetFlags: flags = attribute.UInt32; break;
                case NftablesMessage.SetKeyLength: keyBytes = (int)attribute.UInt32; break;
                case NftablesMessage.SetExpression: counts |= Counter(attribute.Nested) is not null; break;
                case NftablesMessage.SetExpressions: counts |= CounterIn(attribute.Nested) is not null; break;
                case NftablesMessage.SetDescription:
                    for (var inner = attribute.Nested; inner.MoveNext();)
                    {
                        if (inner.Type == NftablesMessage.SetDescriptionSize) size = inner.UInt32;
                    }

                    break;
            }
        }

        return inTable == table ? new KernelSet(name, flags, keyBytes, size, counts) : null;
    }

    public static void ReadElements(ReadOnlySpan<byte> bytes, IKernelElementVisitor visitor)
    {
        for (var attribute = new NetlinkAttributes(bytes); attribute.MoveNext();)
        {
            if (attribute.Type != NftablesMessage.ElementListElements) continue;
            for (var element = attribute.Nested; element.MoveNext();)
            {
                if (element.Type == NftablesMessage.ListElement) ReadElement(element.Nested, visitor);
            }
        }
    }

    private static void ReadElement(NetlinkAttributes attribute, IKernelElementVisitor visitor)
    {
        ReadOnlySpan<byte> key = default;
        ulong expiration = 0, packets = 0;
        while (attribute.MoveNext())
        {
            switch (attribute.Type)
            {
                case NftablesMessage.ElementKey:
                    var value = attribute.Nested;
                    if (value.MoveNext() && value.Type == NftablesMessage.DataValue) key = value.Payload;
                    break;
                case NftablesMessage.ElementExpiration: expiration = attribute.UInt64; break;
                case NftablesMessage.ElementExpression: packets = Counter(attribute.Nested) ?? packets; break;
                case NftablesMessage.ElementExpressions: packets = CounterIn(attribute.Nested) ?? packets; break;
            }
        }

        // The end marker of an interval set has no key of its own; ours are hash sets, but the walk must not trip over another's.
        if (!key.IsEmpty) visitor.Visit(new KernelElement(key, expiration, packets));
    }

    /// <summary>The packets of the first counter in a list of expressions; null without a counter.</summary>
    private static ulong? CounterIn(NetlinkAttributes expressions)
    {
        while (expressions.MoveNext())
        {
            if (expressions.Type == NftablesMessage.ListElement && Counter(expressions.Nested) is { } packets) return packets;
        }

        return null;
    }

    private static ulong? Counter(NetlinkAttributes expression)
    {
        var isCounter = false;
        ulong packets = 0;
        while (expression.MoveNext())
        {
            if (expression.Type == NftablesMessage.ExpressionName) isCounter = expression.TextEquals("counter"u8);
            else if (isCounter && expression.Type == NftablesMessage.ExpressionData)
            {
                for (var inner = expression.Nested; inner.MoveNext();)
                {
                    if (inner.Type == NftablesMessage.CounterPackets) packets = inner.UInt64;
                }
            }
        }

        return isCounter ? packets : null;
    }

    // User data of a rule (libnftnl udata.h): type, length, value; type 0 is the comment, closed by a zero.
    private static string? Comment(ReadOnlySpan<byte> userData)
    {
        while (userData.Length >= 2)
        {
            int type = userData[0], length = userData[1];
            if (length > userData.Length - 2) return null;
            if (type == 0) return Encoding.UTF8.GetString(userData.Slice(2, length)).TrimEnd('\0');
            userData = userData[(2 + length)..];
        }

        return null;
    }
}
