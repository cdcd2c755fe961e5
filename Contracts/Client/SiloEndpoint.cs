using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Tegument.Contracts.Client;

/// <summary>
/// Where a silo answers and with what token it is spoken to. Immutable.
/// </summary>
/// <param name="Address">http or https; the path is ignored.</param>
/// <param name="Token">The bearer token's secret; null for the few calls that need none.</param>
/// <param name="Authority">Trusted instead of the system's authorities, for a silo with a certificate of its own making.</param>
public sealed record SiloEndpoint(Uri Address, string? Token = null, X509Certificate2? Authority = null)
{
    public const int DefaultPort = 7500;

    public static readonly Uri DefaultAddress = new("http://127.0.0.1:7500");

    /// <summary>Reads "host", "host:port" or an http(s) URL without a path; a missing port is 7500.</summary>
    public static bool TryParseAddress(string? text, out Uri address, out string? error)
    {
        address = DefaultAddress;
        error = null;
        var full = text is null || text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 ||
            uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            error = $"'{text}' is not a silo address; expected for instance http://127.0.0.1:7500";
            return false;
        }

        address = HasPort(full!) ? uri : new UriBuilder(uri) { Port = DefaultPort }.Uri;
        return true;
    }

    /// <summary>The handler that both the REST client and the link connect through; the caller owns it.</summary>
    internal SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false, // The silo is ours and near; a proxy from the environment would be handed our token.
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (Authority is { } authority) handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(authority) };
        return handler;
    }

    // Never print the secret: records are logged whole more easily than one thinks.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Address = ").Append(Address);
        return true;
    }

    // Uri drops a port that is the scheme's default, so whether one was given is asked of the text: a colon after the host's last bracket.
    private static bool HasPort(string text)
    {
        var authority = text.AsSpan(text.IndexOf("://", StringComparison.Ordinal) + 3).TrimEnd('/');
        return authority.LastIndexOf(':') > authority.LastIndexOf(']') && authority.LastIndexOf(':') >= 0;
    }

    private static X509ChainPolicy Trusting(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
