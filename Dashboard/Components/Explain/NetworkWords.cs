using Tegument.Contracts.Networks;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>How an address' network stands, in a line. Pure.</summary>
public static class NetworkWords
{
    private const int Named = 3;

    /// <param name="now">By the silo's clock.</param>
    public static string Of(NetworkView network, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(network);
        var needed = network.Needed is { } siblings ? $"{Said.Count(siblings)} ban it as a whole" : "no number of them bans it as a whole";
        var count = network.Count == 0 ? "nobody banned with proof" : $"{Said.Count(network.Count)} banned with proof{Names(network)}";
        var outcome = network switch
        {
            { BannedUntil: { } until } => $"; banned until {Said.Time(until, now)}, free below {Said.Trim(network.CalmBelow ?? 0)}",
            { Restraint: { } why } => $"; not banned: {Captured.Line(why, 80)}",
            _ => "",
        };
        return $"{count}; {needed}{outcome}";
    }

    private static string Names(NetworkView network)
    {
        if (network.Count > Named || network.Siblings.Length == 0) return "";
        return $" ({string.Join(", ", network.Siblings.Take(Named))})";
    }
}
