using System.Net;

namespace Tegument.Dashboard.Hosting;

/// <summary>What the command line says. Immutable, checked by <see cref="ConsoleOptionsReader"/>.</summary>
/// <param name="Silo">Where the silo answers.</param>
/// <param name="Listen">Where browsers come in; anything but loopback needs a certificate.</param>
/// <param name="Data">Holds the link's token and the keys that sign cookies; null for neither: cookies then end with the process.</param>
/// <param name="Certificate">PEM file with the certificate and its chain.</param>
/// <param name="CertificateKey">PEM file with the private key; null when it stands in <paramref name="Certificate"/>.</param>
/// <param name="SiloAuthority">PEM file of the authority that signed the silo's certificate; null for the system's.</param>
public sealed record ConsoleOptions(
    Uri Silo,
    IPEndPoint Listen,
    string? Data = null,
    string? Certificate = null,
    string? CertificateKey = null,
    string? SiloAuthority = null)
{
    public const int DefaultPort = 7580;

    public bool Secure => Certificate is not null;
}
