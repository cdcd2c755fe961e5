using Tegument.Contracts.Client;
using Tegument.Silo.Host.Hosting;

namespace Tegument.Gateway.Tests.Wire;

public sealed class AddressReadingTests
{
    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:7500/")]
    [InlineData("127.0.0.1:80", "http://127.0.0.1/")]
    [InlineData("https://silo.example", "https://silo.example:7500/")]
    [InlineData("https://silo.example:443/", "https://silo.example/")]
    [InlineData("http://[::1]", "http://[::1]:7500/")]
    public void A_silo_address_is_read(string text, string expected)
    {
        SiloEndpoint.TryParseAddress(text, out var address, out _).ShouldBeTrue();
        address.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://x")]
    [InlineData("http://x/path")]
    [InlineData("http://user@x")]
    [InlineData("http://")]
    public void What_is_no_silo_address_is_refused_with_an_example(string text)
    {
        SiloEndpoint.TryParseAddress(text, out _, out var error).ShouldBeFalse();
        error!.ShouldContain("http://127.0.0.1:7500");
    }

    [Fact]
    public void An_endpoint_never_prints_its_token() => new SiloEndpoint(new Uri("http://x"), "secret").ToString().ShouldNotContain("secret");

    [Theory]
    [InlineData("127.0.0.1:7500", "http://127.0.0.1:7500")]
    [InlineData("localhost:1", "http://127.0.0.1:1")]
    [InlineData("https://[::]:443", "https://[::]:443")]
    public void A_listen_address_is_read(string text, string expected)
    {
        ListenAddress.TryParse(text, out var listen).ShouldBeTrue();
        listen.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:70000")]
    [InlineData("::1:80")]
    [InlineData("ftp://127.0.0.1:80")]
    [InlineData("example.org:80")]
    public void What_is_no_listen_address_is_refused(string text) => ListenAddress.TryParse(text, out _).ShouldBeFalse();
}
