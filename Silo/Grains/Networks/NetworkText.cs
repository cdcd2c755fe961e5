using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Networks;

namespace Tegument.Silo.Networks;

/// <summary>Words for people about a network's ban. Pure; culture-free; bounded.</summary>
internal static class NetworkText
{
    private const int Named = 4;

    /// <summary>"9 of its addresses are banned (8 ban a /24): 203.0.113.1, 203.0.113.2, ... and 5 more; verified".</summary>
    public static string Reason(IpPrefix network, NetworkSibling[] siblings, int needed)
    {
        var names = string.Join(", ", siblings.Take(Named).Select(sibling => sibling.Prefix));
        var more = siblings.Length > Named ? string.Create(CultureInfo.InvariantCulture, $" and {siblings.Length - Named} more") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{siblings.Length} of its {Members(network)} are banned ({needed} ban a /{network.Length}): {names}{more}; verified");
    }

    public static string Calm(IpPrefix network, int left, int calm) =>
        string.Create(CultureInfo.InvariantCulture, $"narrowed: {left} of its {Members(network)} are still banned, fewer than {calm}");

    public static string Shorter(IpPrefix network) => $"its {Members(network)} are banned for less long now";

    public static string Members(IpPrefix network) => network.IsIPv4 ? "addresses" : network.Length == 48 ? "/56s" : "/64s";
}
