using System.Text.Json;

namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>
/// Who asked this host for what: one JSON object a line, appended to <c>agent-audit.jsonl</c>. At its bound the file is moved to
/// <c>agent-audit.jsonl.1</c>, in place of the one before, and begun again. Safe on any thread. A write that fails is shown, and does
/// not stop a ban.
/// </summary>
internal sealed class AgentAudit(string dataDirectory, long maxBytes = 8 * 1024 * 1024)
{
    private readonly Lock _lock = new();
    private readonly string _path = Path.Combine(dataDirectory, "agent-audit.jsonl");

    /// <summary>Why the last line could not be written; null when it was.</summary>
    public string? Fault { get; private set; }

    public void Write(AgentAuditEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, AgentJson.Default.AgentAuditEntry), (byte)'\n'];
        lock (_lock)
        {
            try
            {
                Directory.CreateDirectory(dataDirectory);
                var file = new FileInfo(_path);
                if (file.Exists && file.Length + line.Length > maxBytes) File.Move(_path, _path + ".1", overwrite: true);
                using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
                stream.Write(line);
                Fault = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Fault = $"the audit log cannot be written: {e.Message}";
            }
        }
    }
}
