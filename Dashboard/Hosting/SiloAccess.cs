using System.Security.Cryptography.X509Certificates;
using Tegument.Contracts.Client;

namespace Tegument.Dashboard.Hosting;

/// <summary>Makes clients for the silo: one for the console's own link, which only reads, and one for each session.</summary>
public sealed class SiloAccess
{
    private readonly SiloEndpoint _link;

    /// <exception cref="UsageException">There is no token, or a file cannot be read.</exception>
    public SiloAccess(ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Address = options.Silo;
        _link = new SiloEndpoint(options.Silo, Token(options), Authority(options));
        Link = new TegumentClient(_link);
    }

    public Uri Address { get; }

    /// <summary>The console's own; lives as long as the process.</summary>
    public TegumentClient Link { get; }

    /// <summary>A client that acts as whoever the secret belongs to; the caller disposes it.</summary>
    public TegumentClient As(string secret) => new(_link with { Token = secret });

    private static string Token(ConsoleOptions options)
    {
        if (Environment.GetEnvironmentVariable("TEGUMENT_TOKEN") is { Length: > 0 } given) return given;
        if (options.Data is null) throw new UsageException("the link to the silo needs a token: TEGUMENT_TOKEN, or --data DIRECTORY with console.token in it");
        var file = Path.Combine(options.Data, "console.token");
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {e.Message.ReplaceLineEndings(" ")} (make one with: tegument token new --role viewer)");
        }
    }

    private static X509Certificate2? Authority(ConsoleOptions options)
    {
        if (options.SiloAuthority is not { } file) return null;
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new UsageException($"--silo-authority {file}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
