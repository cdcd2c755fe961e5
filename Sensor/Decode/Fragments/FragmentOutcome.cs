namespace Tegument.Sensor.Decode.Fragments;

/// <summary>What became of a fragment.</summary>
public enum FragmentOutcome : byte
{
    /// <summary>Kept until its datagram is whole, or given up.</summary>
    Held,

    /// <summary>It completed its datagram.</summary>
    Whole,

    /// <summary>An exact copy of one we have, or of a datagram that is finished or was thrown away.</summary>
    Duplicate,

    /// <summary>It lies over another in a way no honest sender's does: the whole datagram is thrown away (RFC 5722, and Linux for IPv4).</summary>
    Conflict,

    /// <summary>Not all of it was captured, or there is no room: to be judged as it stands.</summary>
    Refused,
}
