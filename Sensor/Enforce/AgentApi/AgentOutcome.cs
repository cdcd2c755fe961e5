namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>What became of a request that was handed to the ledger.</summary>
public enum AgentOutcome
{
    /// <summary>The ledger has it; no crash takes it back.</summary>
    Done,

    /// <summary>The ledger understood and declined: protected, out of range.</summary>
    Refused,

    /// <summary>There was nothing to lift.</summary>
    NotFound,

    /// <summary>The token is unknown or revoked.</summary>
    Unauthorized,

    /// <summary>The token's role does not allow it.</summary>
    Forbidden,

    /// <summary>The silo cannot be asked; nothing changed.</summary>
    Away,
}
