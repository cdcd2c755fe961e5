namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>One line of the audit log.</summary>
/// <param name="Token">"none", or the first eight hexadecimal digits of the token's SHA-256: enough to tell callers apart, no secret.</param>
/// <param name="Code">The HTTP status answered.</param>
internal sealed record AgentAuditEntry(
    DateTimeOffset At, string Action, string? Ip, string? Reason, double? TtlSeconds, string Peer, string Token, int Code, string Message);
