namespace Tegument.Sensor.Detect;

/// <summary>What a sensor did not see because a bound was reached; each is counted, none is silent.</summary>
/// <param name="FlowsRefused">New conversations turned away by a full flow table.</param>
/// <param name="SourcesEvicted">Sources forgotten to make room.</param>
/// <param name="FloodsUnrecorded">Targets near a flood's limit while all records were in use.</param>
/// <param name="SetsRefused">Growths of distinct counts refused by the memory budget.</param>
/// <param name="TalliesRefused">Incidents by source or victim that found no room in their table.</param>
/// <param name="LoginsRefused">Conversations with login services that were not followed to their outcome.</param>
/// <param name="RequestsRefused">Unfinished HTTP requests that were not watched.</param>
/// <param name="FragmentsDropped">Datagrams given up unfinished because a source's share, or the memory for fragments, was full.</param>
/// <param name="WatchesForgotten">Neighbours, DNS clients, pinging pairs and reflections that gave way while they were still looked at.</param>
public readonly record struct SensorLosses(
    long FlowsRefused, long SourcesEvicted, long FloodsUnrecorded, long SetsRefused, long TalliesRefused, long LoginsRefused, long RequestsRefused,
    long FragmentsDropped = 0, long WatchesForgotten = 0)
{
    /// <summary>All but the sources forgotten, which is the table's everyday work.</summary>
    public long Total => FlowsRefused + FloodsUnrecorded + SetsRefused + TalliesRefused + LoginsRefused + RequestsRefused + FragmentsDropped + WatchesForgotten;
}
