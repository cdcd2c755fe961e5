using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>One incident of one sensor run.</summary>
internal readonly record struct RecordKey(IpKey Source, RecordRun Run, EvidenceKind Kind, string Technique, long Incident)
{
    // The run and the technique are few: what tells incidents apart is the rest.
    public override int GetHashCode() => HashCode.Combine(Source, Kind, Incident);
}

/// <summary>A sensor run; one object per run while anything of it waits.</summary>
internal sealed class RecordRun(string sensor, string start)
{
    public string Sensor => sensor;

    public string Start => start;
}
