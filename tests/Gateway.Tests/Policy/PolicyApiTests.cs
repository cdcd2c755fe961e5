using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;
using Tegument.Contracts.Policy;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Policy.Text;

namespace Tegument.Gateway.Tests.Policy;

/// <summary>Policies over real HTTP, against the real process; each test has a silo of its own, as the policy is the whole silo's.</summary>
public sealed class PolicyApiTests : IAsyncLifetime, IDisposable
{
    private const string Bad = "reputation:\n  half-lfe: 10m\n  slack: lots\n";

    private readonly TemporaryDirectory _directory = new();
    private SiloProcess _silo = null!;

    public async Task InitializeAsync() => _silo = await SiloProcess.Start(_directory.Path);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    private string File => _directory["policy.yaml"];

    [Fact]
    public async Task The_running_policy_is_told_with_its_version_as_etag()
    {
        using var http = Http("operator");
        using var first = await http.GetAsync("policy");
        var tag = first.Headers.ETag.ShouldNotBeNull();
        using var client = _silo.Client("operator");
        var policy = await client.PolicyAsync();
        policy.Text.ShouldBe(PolicyText.Shipped);
        policy.Report.State.ShouldBe(PolicyState.Current);
        policy.Report.File.ShouldBe(File);
        tag.Tag.ShouldBe($"\"{policy.Report.Version}\"");
        using var again = new HttpRequestMessage(HttpMethod.Get, "policy") { Headers = { IfNoneMatch = { tag } } };
        using var second = await http.SendAsync(again);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await client.StatusAsync()).Policy.ShouldNotBeNull().Version.ShouldBe(policy.Report.Version);
    }

    [Fact]
    public async Task A_policy_replaces_the_file_and_is_audited_with_what_it_changed()
    {
        using var admin = _silo.Client("admin");
        var before = (await admin.PolicyAsync()).Report.Version;
        var applied = await admin.ApplyPolicyAsync("reputation: { half-life: 20m }\n", "slower");
        applied.Before.ShouldBe(before);
        applied.Changes.ShouldBe(["reputation.half-life: 10m -> 20m"]);
        (await System.IO.File.ReadAllTextAsync(File)).ShouldBe("reputation: { half-life: 20m }\n");
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var audited = (await admin.AuditAsync()).Entries.First(entry => entry.Action == "policy");
        audited.ShouldSatisfyAllConditions(
            entry => entry.Actor.ShouldStartWith("admin ("),
            entry => entry.Reason.ShouldBe("slower"),
            entry => entry.Outcome.ShouldBe("done"),
            entry => entry.Before.ShouldBe(before),
            entry => entry.After.ShouldBe($"{applied.Report.Version}; reputation.half-life: 10m -> 20m"));
    }

    [Fact]
    public async Task A_bad_policy_is_refused_with_all_its_faults_and_changes_nothing()
    {
        using var http = Http("admin");
        using var response = await http.PostAsync("policy", Yaml(Bad));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(ProblemReply.MediaType);
        using var admin = _silo.Client("admin");
        var refused = await Should.ThrowAsync<TegumentApiException>(() => admin.ApplyPolicyAsync(Bad, "a slip"));
        refused.Field.ShouldBe("reputation");
        refused.Detail.ShouldBe(
            "policy:2:3: reputation: there is no setting 'half-lfe'; did you mean 'half-life'?\npolicy:3:10: reputation.slack: expected a number (found 'lots')");
        refused.PolicyFaults.Select(fault => (fault.Line, fault.Column, fault.Path)).ShouldBe([(2, 3, "reputation"), (3, 10, "reputation.slack")]);

        (await System.IO.File.ReadAllTextAsync(File)).ShouldBe(PolicyText.Shipped);
        (await admin.PolicyAsync()).ShouldSatisfyAllConditions(
            policy => policy.Text.ShouldBe(PolicyText.Shipped), policy => policy.Report.State.ShouldBe(PolicyState.Current));
        (await admin.AuditAsync()).Entries.First(entry => entry.Action == "policy").Outcome.ShouldStartWith("refused: policy:2:3: reputation:");
    }

    [Fact]
    public async Task A_check_names_faults_or_differences_and_changes_nothing()
    {
        using var viewer = _silo.Client("operator");
        (await viewer.CheckPolicyAsync(Bad)).ShouldSatisfyAllConditions(
            check => check.Valid.ShouldBeFalse(), check => check.Total.ShouldBe(2), check => check.Faults.Length.ShouldBe(2), check => check.Changes.ShouldBeEmpty());
        (await viewer.CheckPolicyAsync("reputation: { slack: 1 }")).ShouldSatisfyAllConditions(
            check => check.Valid.ShouldBeTrue(), check => check.Changes.ShouldBe(["reputation.slack: 0.5 -> 1"]));
        (await viewer.PolicyAsync()).Text.ShouldBe(PolicyText.Shipped);
    }

    [Fact]
    public async Task A_bad_file_keeps_the_running_policy_and_shows_until_it_is_good()
    {
        using var admin = _silo.Client("admin");
        await System.IO.File.WriteAllTextAsync(File, Bad);
        (await Should.ThrowAsync<TegumentApiException>(() => admin.ApplyPolicyAsync("", "reload"))).Detail.ShouldStartWith($"{File}:2:3: reputation:");
        (await admin.StatusAsync()).Policy.ShouldNotBeNull().ShouldSatisfyAllConditions(
            policy => policy.State.ShouldBe(PolicyState.BadFile), policy => policy.Fault.ShouldNotBeNull().ShouldStartWith($"{File}:2:3: reputation:"));
        (await admin.PolicyAsync()).ShouldSatisfyAllConditions(policy => policy.Text.ShouldBe(PolicyText.Shipped), policy => policy.Faults.Length.ShouldBe(2));

        await System.IO.File.WriteAllTextAsync(File, "reputation: { slack: 1 }\n");
        (await admin.ApplyPolicyAsync("", "mended")).Changes.ShouldBe(["reputation.slack: 0.5 -> 1"]);
        (await admin.StatusAsync()).Policy!.State.ShouldBe(PolicyState.Current);
    }

    [SkippableFact]
    public async Task A_hangup_signal_rereads_the_file()
    {
        Skip.If(IgnoresHangup(), "this test run ignores SIGHUP (nohup), and so do the programs that it starts");
        using var admin = _silo.Client("admin");
        await System.IO.File.WriteAllTextAsync(File, "reputation: { slack: 2 }\n");
        await _silo.Signal("HUP");
        await Eventually.That(async () => (await admin.PolicyAsync()).Text == "reputation: { slack: 2 }\n", "the policy of the file");
        (await admin.AuditAsync()).Entries.First(entry => entry.Action == "policy").Reason.ShouldBe("SIGHUP");

        await System.IO.File.WriteAllTextAsync(File, Bad);
        await _silo.Signal("HUP");
        await Eventually.That(async () => (await admin.StatusAsync()).Policy!.State == PolicyState.BadFile, "the state that says the file is bad");
        (await admin.PolicyAsync()).Text.ShouldBe("reputation: { slack: 2 }\n");
    }

    [Fact]
    public async Task A_stricter_threshold_bans_suspects_at_once_and_a_looser_one_ends_what_it_would_not_have_banned()
    {
        using var admin = _silo.Client("admin");
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        await link.Deliver(Given.Ports("web1", 0, "203.0.113.7", 7));
        (await admin.BansAsync()).Bans.ShouldBeEmpty();

        (await admin.ApplyPolicyAsync("reputation: { thresholds: { balanced: 50, hardened: 50 } }", "stricter")).Banned.ShouldBe(1);
        (await admin.BansAsync()).Bans.ShouldHaveSingleItem().Address.ShouldBe(Given.Prefix("203.0.113.7"));

        (await admin.ApplyPolicyAsync("reputation: { thresholds: { balanced: 90 } }", "looser")).Ended.ShouldBe(1);
        (await admin.BansAsync()).Bans.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_policy_allows_cannot_be_banned_and_is_no_longer_banned()
    {
        using var admin = _silo.Client("admin");
        await admin.BanAsync(new BanCreate(Given.Prefix("192.0.2.7"), "before"));
        await admin.BanAsync(new BanCreate(Given.Prefix("198.51.100.7"), "another"));
        var applied = await admin.ApplyPolicyAsync("networks: { allowed: [192.0.2.0/24], protected: [10.0.0.0/8] }", "ours");
        applied.Changes.ShouldBe(["networks.allowed: [] -> [192.0.2.0/24]", "networks.protected: [] -> [10.0.0.0/8]"]);
        applied.Ended.ShouldBe(1);
        (await admin.BansAsync()).Bans.ShouldHaveSingleItem().Address.ShouldBe(Given.Prefix("198.51.100.7"));

        (await Refusal(admin, "192.0.2.9")).ShouldBe("never banned: allow list 192.0.2.0/24 (policy.yaml)");
        (await Refusal(admin, "10.1.2.3")).ShouldBe("never banned: protected network 10.0.0.0/8 (policy.yaml)");
        (await admin.ExplainAsync(Given.Prefix("192.0.2.9").Address)).Protection.ShouldBe("allow list 192.0.2.0/24 (policy.yaml)");
    }

    [Fact]
    public async Task Executors_are_told_the_allowed_networks_at_once_and_when_they_change()
    {
        using var admin = _silo.Client("admin");
        await admin.ApplyPolicyAsync("networks: { allowed: [192.0.2.0/24], protected: [10.0.0.0/8] }", "ours");
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        link.Welcome.Allowed.ShouldBe([Given.Prefix("192.0.2.0/24"), Given.Prefix("10.0.0.0/8")]);
        await admin.ApplyPolicyAsync("networks: { allowed: [198.51.100.7] }", "moved");
        (await link.Next<AllowedFrame>()).Networks.ShouldBe([Given.Prefix("198.51.100.7")]);
    }

    [Fact]
    public async Task A_restart_with_a_bad_file_goes_on_with_the_last_good_text_and_says_so()
    {
        using (var admin = _silo.Client("admin")) await admin.ApplyPolicyAsync("reputation: { slack: 3 }\n", "good");
        await _silo.Stop();
        await System.IO.File.WriteAllTextAsync(File, Bad);
        await using var again = await SiloProcess.Start(_directory.Path);
        using var client = again.Client("admin");
        (await client.PolicyAsync()).ShouldSatisfyAllConditions(
            policy => policy.Text.ShouldBe("reputation: { slack: 3 }\n"), policy => policy.Report.State.ShouldBe(PolicyState.BadFile));
        again.Errors.ShouldContain(line => line.Contains($"{File}:2:3: reputation:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_an_administrator_changes_the_policy_and_only_the_one_he_has_read()
    {
        using var http = Http("operator");
        using var forbidden = await http.PostAsync("policy", Yaml(""));
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var admin = Http("admin");
        using var stale = new HttpRequestMessage(HttpMethod.Post, "policy") { Content = Yaml("reputation: { slack: 1 }"), Headers = { IfMatch = { new EntityTagHeaderValue("\"0000\"") } } };
        using var refused = await admin.SendAsync(stale);
        refused.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_text_is_refused()
    {
        using var admin = Http("admin");
        using var large = await admin.PostAsync("policy", Yaml(new string('#', PolicyLimits.MaxLength + 1)));
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var binary = await admin.PostAsync("policy", new ByteArrayContent([0xff, 0xfe, 0x00]) { Headers = { ContentType = new MediaTypeHeaderValue("application/yaml") } });
        binary.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var full = await admin.PostAsync("policy", Yaml($"{PolicyText.Shipped}{new string('#', 200_000)}\n"));
        full.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_simulation_names_exactly_who_would_be_banned_or_spared()
    {
        using var admin = _silo.Client("admin");
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        await link.Deliver(Given.Ports("web1", 0, "203.0.113.3", 3));
        await link.Deliver(Given.Ports("web1", 1, "203.0.113.7", 7));
        await link.Deliver(Given.Ports("web1", 2, "203.0.113.12", 12));

        var stricter = await admin.SimulatePolicyAsync(new SimulationRequest("reputation: { thresholds: { balanced: 60 } }", 600));
        stricter.NewlyBanned.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            change => change.Address.ShouldBe("203.0.113.7"), change => change.ProposedScore.ShouldBe(70, 1),
            change => change.Reason.ShouldContain("port-scan syn, 7 ports 70; score 70 of 60 (balanced)"));
        stricter.Spared.ShouldBeEmpty();
        stricter.Changes.ShouldBe(["reputation.thresholds.balanced: 100 -> 60"]);
        stricter.Totals.ShouldSatisfyAllConditions(
            totals => totals.Sources.ShouldBe(3), totals => totals.BannedByRunning.ShouldBe(1), totals => totals.BannedByProposed.ShouldBe(2));

        var looser = await admin.SimulatePolicyAsync(new SimulationRequest("networks: { allowed: [203.0.113.12] }", 600));
        looser.NewlyBanned.ShouldBeEmpty();
        looser.Spared.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            change => change.Address.ShouldBe("203.0.113.12"), change => change.Note.ShouldBe("protected: allow list 203.0.113.12 (policy.yaml)"));

        var explore = await admin.SimulatePolicyAsync(new SimulationRequest(null, 600, PostureLevel.Lockdown));
        explore.Totals.BannedByRunning.ShouldBe(3);
        (await Should.ThrowAsync<TegumentApiException>(() => admin.SimulatePolicyAsync(new SimulationRequest(Bad)))).PolicyFaults.Count.ShouldBe(2);
        (await admin.BansAsync()).Bans.ShouldHaveSingleItem().Address.ShouldBe(Given.Prefix("203.0.113.12"));
        (await admin.PolicyAsync()).Text.ShouldBe(PolicyText.Shipped);
    }

    [Fact]
    public async Task Recorded_evidence_outlives_a_restart()
    {
        await using (var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"))) await link.Deliver(Given.Ports("web1", 0, "203.0.113.7", 7));
        (await _silo.Stop()).ShouldBe(0);
        await using var again = await SiloProcess.Start(_directory.Path);
        using var client = again.Client("operator");
        (await client.SimulatePolicyAsync(new SimulationRequest("reputation: { thresholds: { balanced: 60 } }", 600))).NewlyBanned.ShouldHaveSingleItem().Address.ShouldBe("203.0.113.7");
    }

    // A program that was started to ignore a signal does not change that.
    private static bool IgnoresHangup() =>
        System.IO.File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[^1] is '1' or '3' or '5' or '7' or '9' or 'b' or 'd' or 'f';

    private static async Task<string?> Refusal(TegumentClient client, string address) =>
        (await Should.ThrowAsync<TegumentApiException>(() => client.BanAsync(new BanCreate(Given.Prefix(address), "try")))).Detail;

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");

    private HttpClient Http(string token) => new()
    {
        BaseAddress = new Uri(_silo.Address, "/api/v1/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", _silo.Token(token)) },
    };
}
