using System.Globalization;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Posture;

/// <summary>
/// What executors are told while the posture is lockdown: who may still open connections, and when the host opens again by itself. Carries
/// seconds left, never another machine's wall clock.
/// </summary>
/// <param name="Id">Names one arming, 1 to 64 characters. What ran out under an id is never closed under that id again.</param>
/// <param name="Confirmed">False while the dead-man's switch runs.</param>
/// <param name="SecondsLeft">Until the host opens by itself: the switch's time, or once confirmed the posture's end; null without an end.</param>
/// <param name="Sources">Who may open connections, beside what each host admits of its own accord.</param>
/// <param name="TcpPorts">Local ports that everybody may connect to.</param>
/// <param name="Lists">Another number means other sources or ports.</param>
public sealed record LockdownOrder(
    string Id, bool Confirmed, double? SecondsLeft, IpPrefix[] Sources, int[] TcpPorts, int[] UdpPorts, long Lists)
{
    public const int MaxIdLength = 64;

    /// <summary>The most sources that one order names; more would make each change of the rules slow.</summary>
    public const int MaxSources = 8192;

    /// <summary>The most ports of each protocol.</summary>
    public const int MaxPorts = 256;

    /// <summary>Names one setting of one posture, so that a fleet whose database was lost does not repeat an earlier name.</summary>
    public static string IdOf(PostureSnapshot posture)
    {
        ArgumentNullException.ThrowIfNull(posture);
        return string.Create(CultureInfo.InvariantCulture, $"{posture.Version}@{posture.SetAt.ToUnixTimeMilliseconds()}");
    }
}
