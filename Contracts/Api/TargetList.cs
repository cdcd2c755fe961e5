namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/targets</c>: the ports aimed at most, most first.</summary>
/// <param name="Since">How far back the answer reaches: later than asked for where the period holds more evidence than one answer reads.</param>
public sealed record TargetList(TargetView[] Targets, DateTimeOffset Since, DateTimeOffset Until);
