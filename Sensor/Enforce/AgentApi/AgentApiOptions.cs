namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>Settings of the local API.</summary>
public sealed record AgentApiOptions
{
    public const int DefaultPort = 9000;

    /// <summary>On the loopback addresses only; 1 to 65535.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Clients need no token.</summary>
    public bool Open { get; init; }

    /// <summary>Where the audit log is written.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>How long the ledger may take before the answer is that it is away.</summary>
    public TimeSpan LedgerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public AgentApiOptions Validated()
    {
        if (Port is < 1 or > 65535) throw new ArgumentException($"{nameof(Port)}: 1 to 65535, not {Port}");
        if (LedgerTimeout <= TimeSpan.Zero) throw new ArgumentException($"{nameof(LedgerTimeout)}: more than zero, not {LedgerTimeout}");
        return this;
    }
}
