using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Feeds;

/// <summary>Block lists from a real web server into a real silo.</summary>
public sealed class FeedTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private FeedServer _server = null!;
    private SiloProcess _silo = null!;
    private TegumentClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await FeedServer.Start();
        _server.Body = "198.51.100.1\n198.51.100.2\n203.0.113.0/24\n2001:db8:1::/48\n";
        Subscribe("");
        _silo = await SiloProcess.Start(_directory.Path);
        _client = _silo.Client("operator");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _silo.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_list_is_banned_follows_its_server_and_is_lifted_when_it_is_no_longer_wanted()
    {
        await Banned("198.51.100.1", "198.51.100.2", "2001:db8:1::/48", "203.0.113.0/24");
        var ban = (await _client.BansAsync(new BanFilter(Covering: IpKey.Parse("203.0.113.9")))).Bans.ShouldHaveSingleItem();
        (ban.Origin, ban.Actor, ban.Reason).ShouldBe((BanOrigin.Feed, "feed:list", "listed by list"));

        (await _client.RefreshFeedAsync("list")).State.ShouldBe(FeedState.Unchanged);
        _server.Unchanged.ShouldBeGreaterThan(0);

        // A manual ban of the same address is another's: the list takes only its own back.
        await _client.BanAsync(new BanCreate(IpPrefix.Parse("198.51.100.2"), "by hand", 3600));
        _server.Body = "198.51.100.1\n198.51.100.3\n203.0.113.0/24\n";
        (await _client.RefreshFeedAsync("list")).State.ShouldBe(FeedState.Taken);
        await Banned("198.51.100.1", "198.51.100.3", "203.0.113.0/24");
        (await _client.BansAsync(new BanFilter(Covering: IpKey.Parse("198.51.100.2")))).Bans.ShouldHaveSingleItem().Origin.ShouldBe(BanOrigin.Manual);

        // What leaves the list while the silo is away is lifted when it is back.
        await _silo.Kill();
        _server.Body = "198.51.100.3\n";
        await Again();
        await Banned("198.51.100.3");
        (await _client.FeedEntriesAsync("list")).Entries.ShouldBe([IpPrefix.Parse("198.51.100.3")]);

        await _silo.Kill();
        File.WriteAllText(Path.Combine(_directory.Path, "policy.yaml"), "");
        await Again();
        await Banned();
        (await _client.FeedsAsync()).Feeds.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_that_turns_hostile_changes_nothing_and_says_so()
    {
        string[] before = ["198.51.100.1", "198.51.100.2", "2001:db8:1::/48", "203.0.113.0/24"];
        await Banned(before);
        (string Body, string Says)[] hostile =
        [
            ("198.51.100.1\n0.0.0.0/0\n", "0.0.0.0/0 is too wide"),
            ("198.51.100.1\n127.0.0.1\n", "protected"),
            (string.Concat(Enumerable.Repeat("a line of junk\n", 1_000_000)), "no entry among 1000000 lines"),
            ("", "empty"),
            (new string('1', 20_000_000), "more than 16777216 bytes"),
            ("<html>moved</html>", "no entry"),
        ];
        foreach (var (body, says) in hostile)
        {
            _server.Body = body;
            var feed = await _client.RefreshFeedAsync("list");
            feed.State.ShouldBe(says.Contains("bytes", StringComparison.Ordinal) ? FeedState.Unreachable : FeedState.Refused);
            feed.Detail.ShouldNotBeNull().ShouldContain(says);
            feed.Entries.ShouldBe(4);
            await Banned(before);
        }

        _server.Status = 503;
        (await _client.RefreshFeedAsync("list")).Detail.ShouldBe("the server answered 503");
        await Banned(before);
        using var admin = _silo.Client("admin");
        (await admin.AuditAsync()).Entries.ShouldContain(entry => entry.Action == "feed" && entry.Outcome.StartsWith("refused: 0.0.0.0/0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_is_only_observed_bans_nobody()
    {
        await _silo.Kill();
        Subscribe("\n    action: observe");
        await Again();
        await Banned();
        var feed = await _client.RefreshFeedAsync("list");
        (feed.Entries, feed.Bans, feed.Action).ShouldBe((4L, 0L, "observe"));
    }

    private void Subscribe(string more) => File.WriteAllText(
        Path.Combine(_directory.Path, "policy.yaml"), $"feeds:\n  - name: list\n    url: {_server.Url}{more}\n");

    private async Task Again()
    {
        _silo = await SiloProcess.Start(_directory.Path);
        _client.Dispose();
        _client = _silo.Client("operator");
    }

    private Task Banned(params string[] prefixes) => Eventually.That(async () =>
    {
        if ((await _client.FeedsAsync()).Feeds.Any(feed => feed.State == FeedState.Waiting)) return false;
        var bans = await _client.BansAsync(new BanFilter(Origin: BanOrigin.Feed));
        return bans.Bans.Select(ban => ban.Address.ToString()).Order(StringComparer.Ordinal).SequenceEqual(prefixes.Order(StringComparer.Ordinal));
    }, "bans of the list: " + string.Join(", ", prefixes));
}
