using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Hosting;

public sealed class TlsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task With_a_certificate_the_silo_speaks_tls_on_rest_and_link()
    {
        using var certificate = Write();
        await using var silo = await SiloProcess.Start(
            _directory["data"], "--listen", "https://127.0.0.1:0", "--certificate", _directory["cert.pem"], "--certificate-key", _directory["key.pem"]);
        var trusting = silo.As("agent") with { Authority = certificate };
        using (var client = new TegumentClient(trusting)) (await client.StatusAsync()).Version.ShouldNotBeEmpty();
        await using (var link = await TegumentLink.ConnectAsync(trusting, Given.Hello("tls")))
        {
            await link.SendAsync(new PullFrame(null));
            await link.Next<DeltaFrame>();
        }

        using var distrusting = new TegumentClient(silo.As("agent"));
        await Should.ThrowAsync<SiloUnreachableException>(distrusting.StatusAsync());
    }

    [Fact]
    public async Task A_certificate_that_is_none_is_one_line_and_exit_2()
    {
        await File.WriteAllTextAsync(_directory["cert.pem"], "not a certificate");
        await using var silo = SiloProcess.Spawn(
            _directory.Path, "--data", _directory["data"], "--listen", "https://0.0.0.0:0", "--certificate", _directory["cert.pem"]);
        (await silo.ExitCode()).ShouldBe(2);
        silo.Errors.ShouldHaveSingleItem().ShouldContain("cert.pem");
    }

    private X509Certificate2 Write()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_directory["cert.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(_directory["key.pem"], key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
