namespace Tegument.Sensor.Enforce;

/// <summary>Packets dropped by bans of each origin since the agent started, as of the last proof.</summary>
public sealed record DropCounts(long Automatic, long Manual, long Feed, long Api)
{
    public static readonly DropCounts None = new(0, 0, 0, 0);
}
