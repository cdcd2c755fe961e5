using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Silo.Posture;
using Tegument.Silo.Reputation;
using Tegument.Silo.Tests.Support;
using HostProtection = Tegument.Contracts.Fleet.Protection;

namespace Tegument.Silo.Tests.Posture;

public sealed class PosturePreviewTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task It_names_whom_a_stricter_posture_would_ban_and_does_just_that_when_it_is_set()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 9), _silo.Scan("203.0.113.7", 7), _silo.Scan("203.0.113.4", 4));
        var preview = await Preview(PostureLevel.Hardened);
        preview.Bans.Select(item => item.Address.ToString()).ShouldBe(["203.0.113.9", "203.0.113.7"]);
        (preview.WouldBan, preview.WouldRelease, preview.HeldBack, preview.Threshold, preview.ThresholdNow).ShouldBe((2, 0, 0, 60, 100));
        preview.Bans[0].Why.ShouldContain("port-scan");
        (await _silo.Banned()).ShouldBeEmpty();
        await _silo.SetPosture(PostureLevel.Hardened);
        (await _silo.Banned()).Order(StringComparer.Ordinal).ShouldBe(["203.0.113.7", "203.0.113.9"]);
    }

    [Fact]
    public async Task It_names_whom_a_looser_posture_would_release()
    {
        await _silo.SetPosture(PostureLevel.Lockdown);
        await _silo.Take(_silo.Scan("203.0.113.4", 4), _silo.Scan("203.0.113.7", 7), _silo.Scan("203.0.113.20", 20));
        await _silo.Operations.Ban(new BanRequest(IpPrefix.Parse("203.0.113.99"), BanOrigin.Manual, "op", "by hand", TimeSpan.FromHours(1)));
        (await Preview(PostureLevel.Balanced)).Releases.Select(item => (item.Address.ToString(), item.Score)).ShouldBe([("203.0.113.4", 40), ("203.0.113.7", 70)]);
        (await Preview(PostureLevel.Explore)).WouldRelease.ShouldBe(3);
        (await _silo.Banned()).Length.ShouldBe(4);
    }

    [Fact]
    public async Task What_holds_a_ban_back_is_told()
    {
        await _silo.Fleet.Heartbeat(TestSilo.Report("web1", HostProtection.None with { Gateways = [IpKey.Parse("203.0.113.1")] }));
        var friend = _silo.Scan("203.0.113.2", 8, verified: false) with { Conversation = new Conversation(_silo.Now.AddHours(-2), _silo.Now.AddMinutes(-1)) };
        await _silo.Take(_silo.Scan("203.0.113.1", 8), friend);
        var preview = await Preview(PostureLevel.Hardened);
        (preview.WouldBan, preview.HeldBack).ShouldBe((0, 2));
        preview.Held.Select(item => item.Why).Order(StringComparer.Ordinal).ShouldBe([ReputationJudge.FramedNote, "protected: gateway 203.0.113.1"]);
    }

    [Fact]
    public async Task What_has_decayed_meanwhile_is_left_out()
    {
        await _silo.Take(_silo.Scan("203.0.113.7", 7));
        _silo.Time.Advance(TimeSpan.FromMinutes(10));
        (await Preview(PostureLevel.Hardened)).WouldBan.ShouldBe(0);
        (await Preview(PostureLevel.Lockdown)).WouldBan.ShouldBe(1);
    }

    private Task<Contracts.Api.PosturePreview> Preview(PostureLevel level) => _silo.Get<PosturePreviews>().Of(level);
}
