namespace Tegument.Sensor.Capture;

/// <summary>Live capture cannot start. The message is one line for people: which interface, why, and what to do.</summary>
public sealed class CaptureUnavailableException(string interfaceName, string reason, Exception? inner = null)
    : Exception($"cannot capture on {interfaceName}: {reason}", inner)
{
    public string Interface { get; } = interfaceName;

    public string Reason { get; } = reason;
}
