using System.Globalization;

namespace Tegument.Silo.Host.Gateway.Limits;

/// <summary>How many calls a token gets; bursts of ten seconds' worth pass at once. Immutable.</summary>
/// <param name="Reads">GET calls per second and token; 0 switches limits of tokens off.</param>
/// <param name="Writes">All other calls per second and token.</param>
public sealed record RateLimitOptions(double Reads = 200, double Writes = 100)
{
    public const double BurstSeconds = 10;

    /// <summary>Live streams opened per second and token, and at once.</summary>
    public const double StreamsPerSecond = 2;
    public const double StreamBurst = 64;

    /// <summary>Failed authentications per second and source address, and at once.</summary>
    public const double FailuresPerSecond = 1;
    public const double FailureBurst = 100;

    public static readonly RateLimitOptions Off = new(0, 0);

    /// <summary>Reads "READS/WRITES", both per second and more than zero, or "off".</summary>
    public static bool TryParse(string text, out RateLimitOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        options = Off;
        if (text == "off") return true;
        var parts = text.Split('/');
        if (parts.Length != 2 || !Rate(parts[0], out var reads) || !Rate(parts[1], out var writes)) return false;
        options = new RateLimitOptions(reads, writes);
        return true;
    }

    private static bool Rate(string text, out double rate) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate) && rate is >= 0.1 and <= 1_000_000;
}
