using System.Net;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Accounts;

/// <summary>People at a real silo, through a console's token as the console does it. Each test has users and addresses of its own.</summary>
public sealed class SignInTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string Password = "correct horse battery";
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task A_person_acts_with_their_own_role_under_their_own_name_from_their_own_address()
    {
        await Make("night-shift", TokenRole.Operator);
        var made = await SignIn("Night-Shift", Password, "203.0.113.10");
        made.Secret.ShouldStartWith("tgs_");
        made.Session.ShouldSatisfyAllConditions(
            s => s.Name.ShouldBe("night-shift"), s => s.Roles.ShouldBe([TokenRole.Operator]), s => s.From.ShouldBe("203.0.113.10"), s => s.FirstRun.ShouldBeFalse(),
            s => (s.Expires - s.Created).ShouldBe(TimeSpan.FromHours(12)));
        using var person = As(made);
        (await person.SessionAsync()).Id.ShouldBe(made.Session.Id);
        (await person.BanAsync(new BanCreate(Given.Prefix("198.18.10.1"), "seen it"))).Ban.Actor.ShouldBe("night-shift");
        (await Refusal(person.UsersAsync())).ShouldBe((HttpStatusCode.Forbidden, "this needs the role admin; night-shift has operator"));

        using var admin = _silo.Client("admin");
        var entries = (await admin.AuditAsync(new AuditFilter(Actor: "night-shift"))).Entries;
        entries.Select(e => (e.Action, e.Actor, e.From)).ShouldBe([("ban", "night-shift", "203.0.113.10"), ("sign-in", "night-shift", "203.0.113.10")]);
        entries.ShouldNotContain(e => $"{e}".Contains(Password, StringComparison.Ordinal) || $"{e}".Contains(made.Secret, StringComparison.Ordinal));
        (await admin.UsersAsync()).Users.Single(user => user.Name == "night-shift").LastSignIn.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_browsers_address_is_believed_only_from_whoever_has_a_person_s_token()
    {
        await Make("walker", TokenRole.Viewer);
        using var stranger = new TegumentClient(_silo.Address, null);
        (await stranger.SignInAsync(new SessionCreate("walker", Password, From: "203.0.113.20"))).Session.From.ShouldBe("127.0.0.1");
        using var agent = _silo.Client("agent");
        (await agent.SignInAsync(new SessionCreate("walker", Password, From: "203.0.113.20"))).Session.From.ShouldBe("127.0.0.1");
        using var console = _silo.Client("console");
        (await console.SignInAsync(new SessionCreate("walker", Password))).Session.From.ShouldBe("127.0.0.1");
        (await Refusal(console.SignInAsync(new SessionCreate("walker", Password, From: "nowhere")))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Wrong_tries_are_counted_told_and_audited_and_then_the_address_waits()
    {
        await Make("guessed", TokenRole.Viewer);
        (await Refusal(SignIn("guessed", "wrong", "203.0.113.30"))).ShouldBe((HttpStatusCode.Unauthorized, "Wrong name or password. 4 more tries, then this address waits 5 minutes."));
        var unknown = (await Refusal(SignIn("hunter2 typed in the wrong field", "wrong", "203.0.113.30"))).Told;
        unknown.ShouldBe("Wrong name or password. 3 more tries, then this address waits 5 minutes.");
        await SignIn("guessed", Password, "203.0.113.30");
        for (var i = 0; i < 3; i++) unknown = (await Refusal(SignIn("guessed", "wrong", "203.0.113.30"))).Told;
        unknown.ShouldBe("Wrong name or password. This address now waits 5 minutes.");
        var (status, told) = await Refusal(SignIn("guessed", Password, "203.0.113.30"));
        status.ShouldBe(HttpStatusCode.TooManyRequests);
        told.ShouldStartWith("Too many wrong tries from this address; it waits 4 min ");
        await SignIn("guessed", Password, "203.0.113.31");

        using var admin = _silo.Client("admin");
        var entries = (await admin.AuditAsync(new AuditFilter(Actor: "not signed in"))).Entries.Where(e => e.From == "203.0.113.30").ToArray();
        entries.Select(e => e.Subject).ShouldBe(["guessed", "guessed", "guessed", "unknown name", "guessed"]);
        entries[0].Outcome.ShouldBe("refused: wrong name or password; the address waits");
        (await admin.AuditAsync(1000)).Entries.ShouldNotContain(e => $"{e}".Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_long_to_wait_stands_in_the_reply()
    {
        using var http = _silo.Http("console");
        HttpResponseMessage? last = null;
        for (var i = 0; i < 6; i++) last = await http.PostAsync("/api/v1/sessions", new StringContent("""{"token":"tgm_guess","from":"203.0.113.32"}""", System.Text.Encoding.UTF8, "application/json"));
        last!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(200, 300);
    }

    [Fact]
    public async Task A_one_time_token_opens_one_session_and_nothing_else()
    {
        using var admin = _silo.Client("admin");
        var once = await admin.CreateTokenAsync(new TokenCreate("first sign-in", [TokenRole.Admin], Once: true, TtlSeconds: 600));
        (once.Token.Once, once.Token.Expires).ShouldBe((true, once.Token.Created.AddSeconds(600)));
        using var bearer = new TegumentClient(_silo.Address, once.Secret);
        (await Refusal(bearer.StatusAsync())).ShouldBe((HttpStatusCode.Unauthorized, "this token is for signing in once (POST /api/v1/sessions), not for calls"));
        var made = await WithToken(once.Secret, "203.0.113.40");
        made.Session.Name.ShouldBe("first sign-in");
        using var person = As(made);
        await person.UsersAsync();
        (await Refusal(WithToken(once.Secret, "203.0.113.40"))).ShouldBe((HttpStatusCode.Unauthorized, "This one-time token was used before, or revoked; ask for another."));

        var late = await admin.CreateTokenAsync(new TokenCreate("late", [TokenRole.Viewer], Once: true, TtlSeconds: 1));
        await Eventually.That(() => Task.FromResult(DateTimeOffset.UtcNow > late.Token.Expires), "its end");
        (await Refusal(WithToken(late.Secret, "203.0.113.40"))).ShouldBe((HttpStatusCode.Unauthorized, "This one-time token has expired; ask for another."));
        (await admin.AuditAsync(new AuditFilter(Actor: $"first sign-in ({once.Token.Id})"))).Entries[0].Reason.ShouldBe("one-time token");
    }

    [Fact]
    public async Task One_time_tokens_are_for_people_and_only_they_have_an_end()
    {
        using var admin = _silo.Client("admin");
        (await Refusal(admin.CreateTokenAsync(new TokenCreate("x", [TokenRole.Sensor], Once: true)))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Refusal(admin.CreateTokenAsync(new TokenCreate("x", [TokenRole.Viewer], TtlSeconds: 60)))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Refusal(admin.CreateTokenAsync(new TokenCreate("x", [TokenRole.Viewer], Once: true, TtlSeconds: 1e9)))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Refusal(WithToken(_silo.Token("agent"), "203.0.113.45"))).Told.ShouldStartWith("This token is a machine's");
    }

    [Fact]
    public async Task A_session_that_a_token_opened_ends_with_the_token()
    {
        using var admin = _silo.Client("admin");
        var token = await admin.CreateTokenAsync(new TokenCreate("on call", [TokenRole.Operator, TokenRole.Bouncer]));
        var made = await WithToken(token.Secret, "203.0.113.50");
        made.Session.Roles.ShouldBe([TokenRole.Operator], "machine roles are not a person's");
        using var person = As(made);
        (await person.SessionAsync()).Name.ShouldBe("on call");
        await admin.RevokeTokenAsync(token.Token.Id, "done");
        (await Refusal(person.SessionAsync())).ShouldBe((HttpStatusCode.Unauthorized, "the session has ended; sign in again"));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_its_live_streams()
    {
        await Make("leaver", TokenRole.Viewer);
        var made = await SignIn("leaver", Password, "203.0.113.60");
        using var person = As(made);
        using var http = new HttpClient { BaseAddress = _silo.Address, DefaultRequestHeaders = { Authorization = new("Bearer", made.Secret) } };
        using var stream = await http.GetStreamAsync("/api/v1/events");
        (await person.SignOutAsync()).Id.ShouldBe(made.Session.Id);
        var all = new StreamReader(stream).ReadToEndAsync();
        (await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(30)))).ShouldBe(all, "the stream ends");
        (await Refusal(person.SessionAsync())).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var plain = _silo.Client("operator");
        (await Refusal(plain.SignOutAsync())).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Another_role_or_password_and_removal_end_a_users_sessions()
    {
        using var admin = _silo.Client("admin");
        await Make("changed", TokenRole.Viewer);
        UserChange[] changes = [new("promoted", Role: TokenRole.Operator), new("forgot it", Password: "staple for the night")];
        var password = Password;
        foreach (var change in changes)
        {
            using var person = As(await SignIn("changed", password, "203.0.113.70"));
            await person.SessionAsync();
            await admin.ChangeUserAsync("Changed", change);
            password = change.Password ?? password;
            (await Refusal(person.SessionAsync())).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var last = As(await SignIn("changed", password, "203.0.113.70"));
        (await admin.DeleteUserAsync("changed", "left")).Users.ShouldNotContain(user => user.Name == "changed");
        (await Refusal(last.SessionAsync())).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Refusal(admin.ChangeUserAsync("changed", changes[0]))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ones_own_password_is_changed_with_the_current_one_and_ends_the_other_sessions()
    {
        await Make("careful", TokenRole.Viewer);
        using var person = As(await SignIn("careful", Password, "203.0.113.80"));
        using var elsewhere = As(await SignIn("careful", Password, "203.0.113.81"));
        (await Refusal(person.ChangePasswordAsync("wrong", "staple for the night"))).ShouldBe((HttpStatusCode.BadRequest, "current: Wrong password. 4 more tries, then this address waits 5 minutes."));
        (await Refusal(person.ChangePasswordAsync(Password, "short"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        await person.ChangePasswordAsync(Password, "staple for the night");
        await person.SessionAsync();
        (await Refusal(elsewhere.SessionAsync())).Status.ShouldBe(HttpStatusCode.Unauthorized);
        await SignIn("careful", "staple for the night", "203.0.113.81");
    }

    [Fact]
    public async Task An_operators_address_is_protected_while_they_are_signed_in_and_admitted_in_a_lockdown()
    {
        await Make("watcher", TokenRole.Viewer);
        await Make("duty", TokenRole.Operator);
        using var admin = _silo.Client("admin");
        using var viewer = As(await SignIn("watcher", Password, "203.0.113.90"));
        var session = await SignIn("duty", Password, "203.0.113.91");
        using var person = As(session);
        await admin.BanAsync(new BanCreate(Given.Prefix("203.0.113.90"), "a viewer may be banned"));
        (await Refusal(admin.BanAsync(new BanCreate(Given.Prefix("203.0.113.91"), "no")))).ShouldBe((HttpStatusCode.Conflict, "address: never banned: administrator session from 203.0.113.91"));
        (await person.LockdownPreviewAsync()).ShouldSatisfyAllConditions(p => p.Address.ShouldBe("203.0.113.91"), p => p.AdmittedBy.ShouldBe("administrator session from 203.0.113.91"));
        await admin.EndSessionAsync(session.Session.Id, "shift is over");
        await admin.BanAsync(new BanCreate(Given.Prefix("203.0.113.91"), "yes"));
        (await Refusal(admin.EndSessionAsync(session.Session.Id, "again"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("", Password, TokenRole.Viewer, "name")]
    [InlineData("a/b", Password, TokenRole.Viewer, "name")]
    [InlineData("admin (1f6e0b2a)", Password, TokenRole.Viewer, "name")]
    [InlineData("..", Password, TokenRole.Viewer, "name")]
    [InlineData("fine", "elevenchars", TokenRole.Viewer, "password")]
    [InlineData("fine", Password, TokenRole.Sensor, "role")]
    public async Task A_user_that_makes_no_sense_is_refused_by_field(string name, string password, TokenRole role, string field)
    {
        using var admin = _silo.Client("admin");
        (await Should.ThrowAsync<TegumentApiException>(admin.CreateUserAsync(new UserCreate(name, password, role)))).Field.ShouldBe(field);
    }

    [Fact]
    public async Task A_plain_token_hears_who_it_is()
    {
        using var agent = _silo.Client("agent");
        (await agent.SessionAsync()).ShouldSatisfyAllConditions(s => s.Name.ShouldBe("agent"), s => s.From.ShouldBe("127.0.0.1"), s => s.Expires.Year.ShouldBe(9999));
    }

    [Fact]
    public async Task Either_a_name_with_a_password_or_a_token()
    {
        using var console = _silo.Client("console");
        SessionCreate[] senseless = [new(), new("name"), new(Password: "x"), new("name", "password", "token"), new(Token: "")];
        foreach (var body in senseless) (await Refusal(console.SignInAsync(body))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task Make(string name, TokenRole role)
    {
        using var admin = _silo.Client("admin");
        await admin.CreateUserAsync(new UserCreate(name, Password, role));
    }

    private async Task<SessionCreated> SignIn(string name, string password, string from)
    {
        using var console = _silo.Client("console");
        return await console.SignInAsync(new SessionCreate(name, password, From: from));
    }

    private async Task<SessionCreated> WithToken(string secret, string from)
    {
        using var console = _silo.Client("console");
        return await console.SignInAsync(new SessionCreate(Token: secret, From: from));
    }

    private TegumentClient As(SessionCreated made) => new(_silo.Address, made.Secret);

    private static async Task<(HttpStatusCode Status, string Told)> Refusal(Task call)
    {
        var refused = await Should.ThrowAsync<TegumentApiException>(call);
        return (refused.Status, refused.Message);
    }
}
