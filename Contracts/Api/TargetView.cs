namespace Tegument.Contracts.Api;

/// <summary>A port that attackers aimed at.</summary>
/// <param name="Protocol">"tcp", "udp", or empty where the evidence does not tell.</param>
/// <param name="Service">What is usually there, such as "ssh"; null for ports without a well-known service.</param>
/// <param name="Count">Probes, tries and packets of the evidence that names the port.</param>
/// <param name="Sources">Addresses that aimed at it.</param>
public sealed record TargetView(int Port, string Protocol, string? Service, long Count, long Sources);
