namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>Why a link ended. All but the first are counted and shown.</summary>
public enum LinkDrop
{
    /// <summary>The host said goodbye.</summary>
    Closed,

    /// <summary>The peer vanished, or no longer answers pings.</summary>
    Lost,

    /// <summary>No valid hello in time.</summary>
    NoHello,

    /// <summary>Too many frames that were none, or that the token does not allow.</summary>
    Malformed,

    /// <summary>A message above the bound.</summary>
    TooLarge,

    /// <summary>The host does not take what we send.</summary>
    Slow,

    /// <summary>The host has opened more links than it may have; the oldest goes.</summary>
    Replaced,

    /// <summary>Its token was revoked.</summary>
    Revoked,

    /// <summary>The silo stops.</summary>
    Stopping,

    /// <summary>The silo failed on it; the log says why.</summary>
    Failed,
}
