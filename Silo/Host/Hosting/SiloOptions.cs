using Tegument.Contracts.Posture;
using Tegument.Silo.Host.Gateway.Limits;

namespace Tegument.Silo.Host.Hosting;

/// <summary>What the command line says. Immutable, checked by <see cref="SiloOptionsReader"/>.</summary>
/// <param name="Data">The data directory; made when absent.</param>
/// <param name="Posture">Null keeps the stored one.</param>
/// <param name="Bootstrap">Makes token files anew that are absent, also after the first start.</param>
/// <param name="Certificate">PEM file with the certificate and its chain.</param>
/// <param name="CertificateKey">PEM file with the private key; null when it stands in <paramref name="Certificate"/>.</param>
/// <param name="Database">The connection string of the fleet's database; only a silo built for Orleans takes one.</param>
/// <param name="RateLimit">Null for the default.</param>
/// <param name="Policy">The policy file; null for the data directory's own.</param>
public sealed record SiloOptions(
    string Data,
    ListenAddress Listen,
    PostureLevel? Posture = null,
    bool Bootstrap = false,
    string? Certificate = null,
    string? CertificateKey = null,
    string? Database = null,
    RateLimitOptions? RateLimit = null,
    string? Policy = null);
