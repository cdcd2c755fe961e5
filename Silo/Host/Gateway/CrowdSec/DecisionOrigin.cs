using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>
/// Who made a decision, in the words that bouncers' filters and metrics know: what was detected is "crowdsec", what a person or program
/// asked for "cscli", what a feed brought "lists". A filter may name ours as well.
/// </summary>
internal static class DecisionOrigin
{
    public static string Of(BanOrigin origin) => origin switch
    {
        BanOrigin.Automatic => "crowdsec",
        BanOrigin.Feed => "lists",
        _ => "cscli",
    };

    public static bool Is(BanOrigin origin, string name) =>
        Of(origin).Equals(name, StringComparison.OrdinalIgnoreCase) || WireName.Of(origin).Equals(name, StringComparison.OrdinalIgnoreCase);
}
