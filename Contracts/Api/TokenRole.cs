using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Api;

/// <summary>
/// What the bearer of a token may do. An admin may what an operator may, an operator what a viewer may; the machine roles stand beside that
/// ladder and open the link only. A token holds one or more. Frozen numbers.
/// </summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TokenRole>))]
public enum TokenRole : byte
{
    /// <summary>Reads everything but tokens and the audit log.</summary>
    Viewer = 0,

    /// <summary>Bans, unbans, sets the posture.</summary>
    Operator = 1,

    /// <summary>Flushes hosts, makes and revokes tokens, reads the audit log.</summary>
    Admin = 2,

    /// <summary>Sends evidence; may ask for a ban on behalf of a program on its host.</summary>
    Sensor = 3,

    /// <summary>Receives hints and pulls deltas.</summary>
    Executor = 4,

    /// <summary>Another firewall that reads the bans.</summary>
    Bouncer = 5,
}
