namespace Tegument.Contracts.Api;

/// <summary>One line of the audit log: who did what, why, from where, and what it changed.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Actor">The token's name and id, the signed-in user's name, or the program's own name.</param>
/// <param name="From">The peer's address, or the browser's where a person acts through the console; "local" for the silo itself.</param>
/// <param name="Action">For instance "ban", "unban", "ban-import", "lift", "posture", "flush", "token-create", "token-revoke", "sign-in", "user-change".</param>
/// <param name="Subject">The address, host, token, user or session acted on.</param>
/// <param name="Outcome">"done", or "refused: " and the reason.</param>
/// <param name="Hash">SHA-256 in hex over this entry and the hash of the one before; null for entries from before there were hashes.</param>
public sealed record AuditEntry(
    long Id,
    DateTimeOffset At,
    string Actor,
    string From,
    string Action,
    string Subject,
    string Reason,
    string Outcome,
    string? Before,
    string? After,
    string? Hash = null);
