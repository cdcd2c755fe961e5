namespace Tegument.Sensor.Native.Netlink;

/// <summary>Numbers from linux/netfilter/nfnetlink.h and linux/netfilter/nf_tables.h. Part of the kernel's ABI.</summary>
internal static class NftablesMessage
{
    public const int Subsystem = 10;          // NFNL_SUBSYS_NFTABLES
    public const int Group = 7;               // NFNLGRP_NFTABLES
    public const byte Inet = 1;               // NFPROTO_INET

    public const byte NewTable = 0;
    public const byte GetTable = 1;
    public const byte NewChain = 3;
    public const byte GetChain = 4;
    public const byte NewRule = 6;
    public const byte GetRule = 7;
    public const byte NewSet = 9;
    public const byte GetSet = 10;
    public const byte NewSetElement = 12;
    public const byte GetSetElement = 13;
    public const byte NewGeneration = 15;

    public const ushort ListElement = 1;      // NFTA_LIST_ELEM

    public const ushort TableName = 1;        // NFTA_TABLE_*
    public const ushort TableFlags = 2;

    public const ushort ChainTable = 1;       // NFTA_CHAIN_*
    public const ushort ChainName = 3;
    public const ushort ChainHook = 4;
    public const ushort ChainPolicy = 5;
    public const ushort ChainType = 7;
    public const ushort HookNumber = 1;       // NFTA_HOOK_*
    public const ushort HookPriority = 2;

    public const ushort RuleTable = 1;        // NFTA_RULE_*
    public const ushort RuleChain = 2;
    public const ushort RuleHandle = 3;
    public const ushort RuleExpressions = 4;
    public const ushort RuleUserData = 7;

    public const ushort SetTable = 1;         // NFTA_SET_*
    public const ushort SetName = 2;
    public const ushort SetFlags = 3;
    public const ushort SetKeyLength = 5;
    public const ushort SetDescription = 9;
    public const ushort SetExpression = 17;
    public const ushort SetExpressions = 18;
    public const ushort SetDescriptionSize = 1; // NFTA_SET_DESC_SIZE

    public const ushort ElementListTable = 1; // NFTA_SET_ELEM_LIST_*
    public const ushort ElementListSet = 2;
    public const ushort ElementListElements = 3;
    public const ushort ElementKey = 1;       // NFTA_SET_ELEM_*
    public const ushort ElementExpiration = 5;
    public const ushort ElementExpression = 7;
    public const ushort ElementExpressions = 11;
    public const ushort DataValue = 1;        // NFTA_DATA_VALUE

    public const ushort ExpressionName = 1;   // NFTA_EXPR_*
    public const ushort ExpressionData = 2;
    public const ushort CounterPackets = 2;   // NFTA_COUNTER_*

    public const ushort GenerationProcess = 2; // NFTA_GEN_*
    public const ushort GenerationProcessName = 3;
}
