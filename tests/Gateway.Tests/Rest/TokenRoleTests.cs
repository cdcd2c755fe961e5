using System.Net;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class TokenRoleTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task A_call_without_a_token_is_told_that_it_needs_one()
    {
        using var client = new TegumentClient(_silo.Address, null);
        var refused = await Should.ThrowAsync<TegumentApiException>(client.StatusAsync());
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Detail!.ShouldContain("Bearer");
    }

    [Fact]
    public async Task An_unknown_token_is_refused()
    {
        using var client = new TegumentClient(_silo.Address, "tgm_guessed");
        (await Should.ThrowAsync<TegumentApiException>(client.StatusAsync())).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        using var viewer = await Client(TokenRole.Viewer);
        await viewer.StatusAsync();
        await viewer.BansAsync();
        await viewer.HostsAsync();
        (await Refusal(viewer.BanAsync(new BanCreate(Given.Prefix("198.51.100.1"), "no")))).ShouldBe(HttpStatusCode.Forbidden);
        (await Refusal(viewer.UnbanAsync(Given.Prefix("198.51.100.1"), "no"))).ShouldBe(HttpStatusCode.Forbidden);
        (await Refusal(viewer.SetPostureAsync(new PosturePut(PostureLevel.Explore, "no")))).ShouldBe(HttpStatusCode.Forbidden);
        (await Refusal(viewer.TokensAsync())).ShouldBe(HttpStatusCode.Forbidden);
        (await Refusal(viewer.AuditAsync())).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_operator_bans_but_has_no_say_over_tokens_audit_and_flush()
    {
        using var client = _silo.Client("operator");
        await client.BanAsync(new BanCreate(Given.Prefix("198.51.100.2"), "test"));
        (await Refusal(client.TokensAsync())).ShouldBe(HttpStatusCode.Forbidden);
        (await Refusal(client.AuditAsync())).ShouldBe(HttpStatusCode.Forbidden);
        (await Refusal(client.FlushAsync("web1", "test"))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_refusal_names_the_role_that_is_needed_and_those_the_token_has()
    {
        using var client = _silo.Client("agent");
        var refused = await Should.ThrowAsync<TegumentApiException>(client.TokensAsync());
        refused.Message.ShouldBe("this needs the role admin; the token has sensor, executor");
    }

    [Fact]
    public async Task A_sensor_bans_for_its_host_and_lifts_only_such_bans()
    {
        using var agent = _silo.Client("agent");
        using var person = _silo.Client("operator");
        var address = Given.Prefix("198.51.100.3");
        (await agent.BanAsync(new BanCreate(address, "the mail server asked"))).Ban.Origin.ShouldBe(BanOrigin.Api);
        (await person.BanAsync(new BanCreate(address, "seen it myself"))).Ban.Origin.ShouldBe(BanOrigin.Manual);
        var lifted = await agent.UnbanAsync(address, "the mail server is content");
        lifted.Lifted.ShouldHaveSingleItem().Origin.ShouldBe(BanOrigin.Api);
        lifted.Note!.ShouldContain("still banned by 198.51.100.3 (manual)");
    }

    [Fact]
    public async Task A_revoked_token_is_refused_from_then_on()
    {
        using var admin = _silo.Client("admin");
        var made = await admin.CreateTokenAsync(new TokenCreate("short-lived", [TokenRole.Viewer]));
        using var viewer = new TegumentClient(_silo.Address, made.Secret);
        await viewer.StatusAsync();
        var left = await admin.RevokeTokenAsync(made.Token.Id, "done with it");
        left.Tokens.Single(token => token.Id == made.Token.Id).Revoked.ShouldNotBeNull();
        (await Refusal(viewer.StatusAsync())).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_admin_token_cannot_be_revoked()
    {
        using var admin = _silo.Client("admin");
        var last = (await admin.TokensAsync()).Tokens.Single(token => token.Roles.Contains(TokenRole.Admin) && token.Revoked is null);
        (await Refusal(admin.RevokeTokenAsync(last.Id, "oops"))).ShouldBe(HttpStatusCode.Conflict);
    }

    private async Task<TegumentClient> Client(TokenRole role)
    {
        using var admin = _silo.Client("admin");
        return new TegumentClient(_silo.Address, (await admin.CreateTokenAsync(new TokenCreate("someone", [role]))).Secret);
    }

    private static async Task<HttpStatusCode> Refusal(Task call) => (await Should.ThrowAsync<TegumentApiException>(call)).Status;
}
