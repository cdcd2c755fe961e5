using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Live;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class PostureHistoryTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SiloProcess _silo = null!;

    public async Task InitializeAsync() => _silo = await SiloProcess.Start(_directory.Path);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Who_willed_which_posture_is_kept_over_a_kill_and_read_in_pages()
    {
        using (var client = _silo.Client("operator"))
        {
            await client.SetPostureAsync(new PosturePut(PostureLevel.Hardened, "scanners about"));
            await client.SetPostureAsync(new PosturePut(PostureLevel.Lockdown, "worse", 3600));
        }

        await _silo.Kill();
        await _silo.DisposeAsync();
        _silo = await SiloProcess.Start(_directory.Path);
        using var again = _silo.Client("operator");
        (await again.ReleasePostureAsync("over")).ShouldSatisfyAllConditions(p => p.Level.ShouldBe(PostureLevel.Balanced), p => p.Mode.ShouldBe(PostureMode.Default));
        var all = await again.PostureHistoryAsync();
        all.Periods.Select(p => (p.Posture.Level, p.Posture.Mode, p.Posture.Reason)).ShouldBe(
        [
            (PostureLevel.Balanced, PostureMode.Default, "over"), (PostureLevel.Lockdown, PostureMode.Manual, "worse"),
            (PostureLevel.Hardened, PostureMode.Manual, "scanners about"), (PostureLevel.Balanced, PostureMode.Default, "initial posture"),
        ]);
        all.Periods.Zip(all.Periods.Skip(1)).ShouldAllBe(pair => pair.Second.Until == pair.First.From);
        (all.Periods[0].Until, all.Next).ShouldBe((null, null));
        var page = await again.PostureHistoryAsync(2);
        (await again.PostureHistoryAsync(2, page.Next)).Periods.Select(p => p.Posture.Version).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Adaptive_posture_says_that_it_is_off_and_what_a_manual_choice_does_to_it()
    {
        using var client = _silo.Client("operator");
        (await client.AdaptiveAsync()).ShouldSatisfyAllConditions(
            a => a.Enabled.ShouldBeFalse(), a => a.Moves.ShouldBeFalse(), a => a.Says.ShouldStartWith("off in the policy"), a => a.Raise!.ShouldStartWith("to hardened when temperature"));
    }

    [Fact]
    public async Task A_preview_tells_whom_a_stricter_posture_would_ban_and_changes_nothing()
    {
        using var client = _silo.Client("operator");
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        var suspect = Given.Scan("web1", "run-1", 1, "203.0.113.81");
        await link.Deliver(suspect with { Items = [suspect.Items[0] with { Count = 7, Ports = 7 }] });
        var preview = await client.PreviewPostureAsync(PostureLevel.Hardened);
        preview.ShouldSatisfyAllConditions(p => p.WouldBan.ShouldBe(1), p => (p.Threshold, p.ThresholdNow).ShouldBe((60, 100)), p => p.WouldRelease.ShouldBe(0));
        preview.Bans.ShouldHaveSingleItem().Address.ShouldBe(Given.Prefix("203.0.113.81"));
        (await client.PostureAsync()).Level.ShouldBe(PostureLevel.Balanced);
        (await client.BansAsync()).Bans.ShouldBeEmpty();
        (await Should.ThrowAsync<TegumentApiException>(client.PreviewPostureAsync((PostureLevel)9))).Field.ShouldBe("level");
    }

    [Fact]
    public async Task The_qualia_are_told_live_each_second()
    {
        using var client = _silo.Client("operator");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var told = new List<DateTimeOffset>();
        await foreach (var live in client.EventsAsync(new LiveFilter { Types = [LiveTypes.Qualia] }, patience.Token))
        {
            if (live.AsQualia() is { } qualia) told.Add(qualia.At);
            if (told.Count == 2) break;
        }

        told[1].ShouldBeGreaterThan(told[0]);
    }
}
