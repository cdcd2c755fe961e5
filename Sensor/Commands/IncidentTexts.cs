namespace Tegument.Sensor.Commands;

/// <summary>How an incident is written in a table.</summary>
internal static class IncidentTexts
{
    /// <summary>"amplification/dns", or the kind alone.</summary>
    public static string Name(string kind, string? technique) => string.IsNullOrEmpty(technique) ? kind : $"{kind}/{Output.Safe(technique)}";

    /// <summary>The hardware address that is accused, else the heaviest source, else a dash; and what there is to say of it.</summary>
    public static string By(string? mac, string? source, long packets, string? detail)
    {
        var by = mac is not null ? Output.Safe(mac) : source is not null ? $"{Output.Safe(source)} ({Output.Number(packets)})" : "-";
        return detail is null ? by : $"{by}: {Output.Safe(detail)}";
    }
}
