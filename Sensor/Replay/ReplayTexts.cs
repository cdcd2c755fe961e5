using System.Globalization;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Replay;

/// <summary>How a replay writes times and targets.</summary>
public static class ReplayTexts
{
    /// <summary>RFC 3339 UTC with microseconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string Target(IpKey address, int port) =>
        port == 0 ? address.ToString() : address.IsIPv4 ? $"{address}:{port}" : $"[{address}]:{port}";
}
