using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Text;
using Tegument.Silo.Protection;

namespace Tegument.Gateway.Tests.Policy;

public sealed class AllowListTests : INameResolver, IDisposable
{
    private readonly ConcurrentDictionary<string, string[]> _zone = new(StringComparer.OrdinalIgnoreCase);
    private readonly ProtectionRules _rules = new(new ProtectionOptions());
    private readonly PolicyBoard _board = new(Policy("networks: { allowed: [192.0.2.0/24, vpn.example.org, gone.example.org] }"));
    private readonly AllowList _list;

    public AllowListTests()
    {
        var start = new PolicyStart(new PolicyFile("/data", null), new LoadedPolicy(_board.Current, "", DateTimeOffset.UnixEpoch, "test"), []);
        _list = new AllowList(_board, start, _rules, this, TimeProvider.System, NullLogger<AllowList>.Instance);
    }

    public void Dispose() => _list.Dispose();

    public Task<IPAddress[]> Resolve(string name, CancellationToken cancel) => _zone.TryGetValue(name, out var addresses)
        ? Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse))
        : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));

    [Fact]
    public async Task Names_are_resolved_and_a_name_that_falls_silent_keeps_its_last_answer()
    {
        _zone["vpn.example.org"] = ["198.51.100.7", "2001:db8::7"];
        await _list.Resolve(CancellationToken.None);
        Rule("198.51.100.7").ShouldBe("allow list 198.51.100.7 (vpn.example.org in policy.yaml)");
        Rule("2001:db8::/64").ShouldBe("allow list 2001:db8::7 (vpn.example.org in policy.yaml)");
        Rule("192.0.2.9").ShouldBe("allow list 192.0.2.0/24 (policy.yaml)");
        _list.Unresolved.ShouldBe(1);

        _zone.Clear();
        await _list.Resolve(CancellationToken.None);
        Rule("198.51.100.7").ShouldNotBeNull();

        _zone["VPN.example.org"] = ["198.51.100.8"];
        await _list.Resolve(CancellationToken.None);
        Rule("198.51.100.7").ShouldBeNull();
        Rule("198.51.100.8").ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_policy_takes_its_networks_along_and_says_so_once()
    {
        _zone["vpn.example.org"] = ["198.51.100.7"];
        await _list.Resolve(CancellationToken.None);
        var told = 0;
        _list.Changed += () => told++;
        _board.Replace(Policy("networks: { allowed: [vpn.example.org], protected: [203.0.113.0/24] }"));
        _list.TakePolicy();
        _list.TakePolicy();
        told.ShouldBe(1);
        Rule("192.0.2.9").ShouldBeNull();
        Rule("198.51.100.7").ShouldNotBeNull();
        Rule("203.0.113.0/25").ShouldBe("protected network 203.0.113.0/24 (policy.yaml)");
        _list.Allowed.ShouldBe([Given.Prefix("198.51.100.7")]);
    }

    [Fact]
    public async Task A_name_with_a_thousand_addresses_is_bounded()
    {
        _zone["vpn.example.org"] = [.. Enumerable.Range(0, 1000).Select(i => $"198.18.{i / 250}.{i % 250}")];
        await _list.Resolve(CancellationToken.None);
        _list.Allowed.Length.ShouldBe(AllowList.MaxAddressesPerName + 1);
    }

    private static FleetPolicy Policy(string text) => PolicyText.Read(text).Policy.ShouldNotBeNull();

    private string? Rule(string prefix) => _rules.Protects(Given.Prefix(prefix));
}
