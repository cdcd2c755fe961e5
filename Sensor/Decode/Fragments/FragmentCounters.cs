namespace Tegument.Sensor.Decode.Fragments;

/// <summary>What reassembly did so far; each loss has its name. One writing thread.</summary>
public sealed class FragmentCounters
{
    /// <summary>Datagrams put together.</summary>
    public long Whole { get; internal set; }

    /// <summary>Datagrams thrown away for fragments that lie over one another.</summary>
    public long Conflicts { get; internal set; }

    /// <summary>Fragments that were exact copies, or came after their datagram was finished.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Datagrams that were not completed in time.</summary>
    public long TimedOut { get; internal set; }

    /// <summary>Datagrams whose number their sender took for another one before they were complete.</summary>
    public long Replaced { get; internal set; }

    /// <summary>Datagrams given up because their own source began more than its share.</summary>
    public long OverShare { get; internal set; }

    /// <summary>Datagrams given up because the table or its memory was full: the oldest go.</summary>
    public long Evicted { get; internal set; }
}
