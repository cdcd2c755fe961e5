namespace Tegument.Contracts.Api;

/// <summary>What a lockdown would do now: the answer to <c>GET /api/v1/posture/lockdown</c>.</summary>
/// <param name="Address">Who was asked about: the caller, unless the question named another.</param>
/// <param name="AdmittedBy">What lets this address open connections during a lockdown; null when nothing does.</param>
/// <param name="Sources">How many addresses and prefixes are admitted, beside each host's own gateways, resolvers and sessions.</param>
/// <param name="Hosts">Enforcing hosts that are online: those would close.</param>
public sealed record LockdownPreview(
    string Address, string? AdmittedBy, double ConfirmWithinSeconds, int Sources, int[] TcpPorts, int[] UdpPorts, int Hosts);
