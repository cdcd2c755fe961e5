namespace Tegument.Silo.Policy;

/// <summary>What a lockdown lets through beside the allowed networks, and how long its dead-man's switch waits.</summary>
public sealed record LockdownPolicy
{
    public static readonly LockdownPolicy Default = new();

    public static readonly TimeSpan ShortestConfirmWithin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LongestConfirmWithin = TimeSpan.FromMinutes(10);

    private const int MaxPorts = 256;

    /// <summary>A lockdown that nobody confirms within this time ends by itself; 10 seconds to 10 minutes.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>TCP ports that everybody may connect to during a lockdown, at most 256.</summary>
    public int[] AllowedTcpPorts { get; init; } = [];

    /// <summary>UDP ports that everybody may talk to during a lockdown, at most 256.</summary>
    public int[] AllowedUdpPorts { get; init; } = [];

    internal string? Validate()
    {
        if (!IsConfirmWithin(ConfirmWithin)) return "confirmWithin: must be 10 seconds to 10 minutes";
        if (!ArePorts(AllowedTcpPorts)) return "allowedTcpPorts: must be at most 256 ports, 1 to 65535";
        return ArePorts(AllowedUdpPorts) ? null : "allowedUdpPorts: must be at most 256 ports, 1 to 65535";
    }

    internal static bool IsConfirmWithin(TimeSpan span) => span >= ShortestConfirmWithin && span <= LongestConfirmWithin;

    private static bool ArePorts(int[]? ports) => ports is { Length: <= MaxPorts } && Array.TrueForAll(ports, port => port is > 0 and <= 65535);
}
