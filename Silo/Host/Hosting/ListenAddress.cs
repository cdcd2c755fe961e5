using System.Globalization;
using System.Net;

namespace Tegument.Silo.Host.Hosting;

/// <summary>Where the gateway listens.</summary>
/// <param name="Secure">TLS.</param>
public sealed record ListenAddress(IPAddress Address, int Port, bool Secure)
{
    public static readonly ListenAddress Default = new(IPAddress.Loopback, 7500, false);

    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads ADDRESS:PORT, http://ADDRESS:PORT or https://ADDRESS:PORT. Port 0 takes a free one.</summary>
    public static bool TryParse(string text, out ListenAddress listen)
    {
        ArgumentNullException.ThrowIfNull(text);
        listen = Default;
        var secure = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var rest = text.AsSpan(text.Contains("://", StringComparison.Ordinal) ? text.IndexOf("://", StringComparison.Ordinal) + 3 : 0).TrimEnd('/');
        if (text.Contains("://", StringComparison.Ordinal) && !secure && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) return false;
        var colon = rest.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        var host = rest[..colon];
        if (host.Contains(':') && host is not ['[', .., ']']) return false; // An IPv6 address without brackets: which colon is the port's?
        IPAddress? address = IPAddress.Loopback;
        if (host is not "localhost" && !IPAddress.TryParse(host, out address)) return false;
        listen = new ListenAddress(address, port, secure);
        return true;
    }

    public override string ToString() => $"{(Secure ? "https" : "http")}://{new IPEndPoint(Address, Port)}";
}
