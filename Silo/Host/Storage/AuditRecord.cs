namespace Tegument.Silo.Host.Storage;

/// <summary>What is to be written to the audit log; the log adds number and time.</summary>
public sealed record AuditRecord(
    string Actor,
    string From,
    string Action,
    string Subject,
    string Reason,
    string Outcome = AuditRecord.Done,
    string? Before = null,
    string? After = null)
{
    public const string Done = "done";
}
