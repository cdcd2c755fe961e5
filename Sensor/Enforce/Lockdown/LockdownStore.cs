using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Posture;

namespace Tegument.Sensor.Enforce.Lockdown;

/// <summary>
/// Keeps the order in force on disk, so that a restarted executor goes on with the same deadline. It counts within one boot only: a reboot
/// opens the host, and the silo closes it again if it still should be. One thread.
/// </summary>
internal sealed class LockdownStore(string path, Guid boot)
{
    private const long MaxBytes = 4 * 1024 * 1024;

    /// <summary>Why the order is not kept on disk; null when it is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Restores what the last process of this boot kept; whatever cannot be read counts as open.</summary>
    public void Load(LockdownSwitch into)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaxBytes) return;
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(path), LockdownStoreJson.Default.LockdownKept);
            if (kept is null || boot == Guid.Empty || kept.Boot != boot) return;
            into.Restore(kept.Order, kept.UntilMs, kept.Spent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Fault = $"{path}: {e.Message}";
        }
    }

    /// <summary>Written aside and renamed: a killed process leaves the old or the new. A power cut needs no sync, as it ends the boot.</summary>
    public void Save(LockdownSwitch from)
    {
        try
        {
            var kept = new LockdownKept(boot, from.Order, from.UntilMs, from.Spent);
            File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(kept, LockdownStoreJson.Default.LockdownKept));
            File.Move(path + ".tmp", path, overwrite: true);
            Fault = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fault = $"the lockdown is not kept on disk: {e.Message}";
        }
    }
}

/// <param name="UntilMs">By the monotonic clock of this boot.</param>
internal sealed record LockdownKept(Guid Boot, LockdownOrder? Order, long UntilMs, string? Spent);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LockdownKept))]
internal sealed partial class LockdownStoreJson : JsonSerializerContext;
