namespace Tegument.Sensor.Enforce;

/// <summary>What a backend is to do with one prefix.</summary>
public enum BanChangeKind : byte
{
    /// <summary>The prefix is not held yet.</summary>
    Add,

    /// <summary>The prefix may be held already, with another deadline.</summary>
    Refresh,

    /// <summary>The prefix is to go; it may have gone by itself.</summary>
    Remove,
}
