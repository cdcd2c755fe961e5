namespace Tegument.Silo.Host.Gateway;

/// <summary>The gateway's bounds on what a caller may make it hold.</summary>
public static class GatewayLimits
{
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Ten thousand bans with their reasons.</summary>
    public const int MaxBulkBytes = 8 * 1024 * 1024;

    /// <summary>A million bans in the wordiest format; read as it comes, never held.</summary>
    public const int MaxImportBytes = 256 * 1024 * 1024;

    public const int MaxConnections = 4096;

    /// <summary>For a request's head to arrive, and for a body before its rate counts.</summary>
    public static readonly TimeSpan HeadPatience = TimeSpan.FromSeconds(10);

    /// <summary>Bytes per second that a request body must bring.</summary>
    public const double SlowestBody = 512;

    /// <summary>Links of one host; the oldest goes when one more comes. Roles may run as separate processes, and a dead link takes a while to be noticed.</summary>
    public const int MaxLinksPerHost = 8;

    /// <summary>Batches of one link that wait for the one before; more are left in the socket.</summary>
    public const int MaxWaitingBatches = 32;

    /// <summary>Frames that wait to be sent on one link; a link that lets more gather is dropped.</summary>
    public const int MaxWaitingFrames = 256;

    /// <summary>Malformed frames before a link is closed.</summary>
    public const int MaxFaults = 3;

    public static readonly TimeSpan HelloPatience = TimeSpan.FromSeconds(10);

    /// <summary>For a host to answer our goodbye.</summary>
    public static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(2);

    /// <summary>For one frame to leave; a snapshot may be large and a line slow.</summary>
    public static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(30);
}
