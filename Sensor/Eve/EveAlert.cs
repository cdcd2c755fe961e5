using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Eve;

/// <summary>What of an alert matters here. Addresses are as Suricata wrote them; the signature is hostile text, at most <see cref="MaxSignature"/> characters.</summary>
/// <param name="Source">Of the packet that matched: often our own server (response rules).</param>
/// <param name="Client">Who began the flow; null where the sensor does not say (before Suricata 7).</param>
/// <param name="Rule">"GID:SID".</param>
/// <param name="Severity">1 is worst; 255 means none. 0 when it was left out.</param>
/// <param name="Gravity">The rule's own "signature_severity" (Critical, Major, Minor, Informational), as Emerging Threats rules have it; null without.</param>
/// <param name="Blocked">Suricata stopped the packet itself; still evidence.</param>
/// <param name="Established">TCP, an application protocol recognised in it, and packets both ways: Suricata has followed the handshake's sequence numbers.</param>
public sealed record EveAlert(
    DateTimeOffset At,
    IpKey Source,
    int SourcePort,
    IpKey Destination,
    int DestinationPort,
    IpKey? Client,
    string Rule,
    string Signature,
    string Category,
    int Severity,
    string? Gravity,
    bool Blocked,
    bool Established)
{
    public const int MaxSignature = 160;

    /// <summary>
    /// Whom the alert is about. A rule that matches the answer to an attack names its target. Else who began the flow, whatever direction the
    /// matching packet had; without that, the packet's source.
    /// </summary>
    public IpKey Attacker => IsResponse ? Destination : Client ?? Source;

    /// <summary>The other end: whom it was done to.</summary>
    public IpKey Victim => Attacker == Source ? Destination : Source;

    public int VictimPort => Attacker == Source ? DestinationPort : SourcePort;

    private bool IsResponse => Signature.Contains("ATTACK_RESPONSE", StringComparison.Ordinal);
}
