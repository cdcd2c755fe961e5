namespace Tegument.Sensor.Enforce.Store;

/// <summary>Tells one boot of this machine from another: a monotonic clock counts only within one.</summary>
public static class BootIdentity
{
    private const string Path = "/proc/sys/kernel/random/boot_id";

    /// <summary>Empty when the kernel does not say; then no stored clock is trusted and wall time decides.</summary>
    public static Guid Read()
    {
        try
        {
            return Guid.TryParse(File.ReadAllText(Path).Trim(), out var id) ? id : Guid.Empty;
        }
        catch (IOException)
        {
            return Guid.Empty;
        }
    }
}
