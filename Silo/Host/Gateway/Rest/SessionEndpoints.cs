using System.Globalization;
using Tegument.Contracts.Api;
using Tegument.Silo.Host.Accounts;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;
using Tegument.Silo.Host.Gateway.Idempotency;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/sessions</c> and <c>/api/v1/session</c>: people sign in, out, and see who is.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sessions", SignIn)
            .Describe(
                "sign-in", "Signs a person in, with name and password or with a token; the reply holds the session's secret, this once. It is the bearer token of the person's calls.",
                Allow.Everybody, StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(SecretReply.Instance)
            .Example(body: """{"name":"night-shift","password":"correct horse battery"}""");
        api.MapGet("/session", Who).Describe("session", "Who the bearer is: a signed-in person, or a plain token.", Allow.AnyToken);
        api.MapDelete("/session", SignOut)
            .Describe("sign-out", "Ends the session that the call bears.", Allow.Viewers, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        api.MapPut("/session/password", ChangePassword)
            .Describe(
                "change-password", "Changes the signed-in person's own password, and ends their other sessions. A wrong current one is 400, and counts like a wrong sign-in.", Allow.Viewers,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(SecretRequest.Instance)
            .Example(body: """{"current":"correct horse battery","next":"staple for the night"}""");
        api.MapGet("/sessions", List)
            .Describe("list-sessions", "Who is signed in, oldest first.", Allow.Admins)
            .Tagged<SessionList>(Tags.Of);
        api.MapDelete("/sessions/{id}", End)
            .Describe(
                "end-session", "Ends anybody's session at once.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable)
            .Example("reason=left the desk", route: "id=9c41d07be2f5");
    }

    private static async Task<SessionCreated> SignIn(SessionCreate body, HttpContext context, Credentials credentials, SignInDesk desk, UserStore users)
    {
        var peer = Caller.Peer(context);
        var believed = body.From is not null && credentials.Find(context) is { } console && Allow.Viewers.Permits(console.Token.Roles);
        var from = believed ? Check.Address(body.From!.Split('%')[0], "from").ToString() : peer;
        var answer = body switch
        {
            { Token: { Length: > 0 } token, Name: null, Password: null } => await desk.WithToken(token, from, peer),
            { Token: null, Name: { } name, Password: { } password } => await desk.WithPassword(Check.Text(name, "name", UserCreate.MaxNameLength), Bounded(password), from, peer),
            _ => throw ApiProblemException.Invalid("name", "give 'name' and 'password', or 'token'"),
        };
        Refuse(answer, context, StatusCodes.Status401Unauthorized);
        return new SessionCreated(answer.Session!.View(!users.Any), answer.Secret!);
    }

    private static SessionView Who(HttpContext context, UserStore users)
    {
        var caller = Caller.Of(context);
        return caller.Session is { } session
            ? session.View(!users.Any)
            : new SessionView(caller.Token.Id, caller.Token.Name, caller.Token.Roles, caller.Token.Created, caller.Token.Expires ?? DateTimeOffset.MaxValue, caller.From, !users.Any);
    }

    private static async Task<SessionView> SignOut(HttpContext context, SessionStore sessions, UserStore users, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var session = Signed(caller, "a plain token does not end by signing out; revoke it");
        await sessions.End(session.Id);
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "sign-out", $"session {session.Id}", "signed out"));
        return session.View(!users.Any);
    }

    private static async Task<SessionView> ChangePassword(
        PasswordChange body, HttpContext context, UserStore users, SessionStore sessions, PasswordDesk passwords, SignInDesk desk, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var session = Signed(caller, "a plain token has no password");
        if (session.User is null || users.Find(session.Name) is not { } user) throw ApiProblemException.Conflict("no password", "whoever signed in with a token has no password");
        var next = UserEndpoints.Password(body.Next, "next");
        var record = new AuditRecord(caller.Actor, caller.From, "password", user.Name, "their own");
        if (await desk.Confirm(user, Bounded(body.Current), caller.From) is { } refused)
        {
            if (refused.Wait == TimeSpan.Zero) await audit.Append(record with { Outcome = "refused: wrong password" });
            Refuse(refused, context, StatusCodes.Status400BadRequest, "current"); // Not 401: the session is good.
        }

        if (await users.Change(user.Name, await passwords.Make(next), null, unless: user.Password) != UserOutcome.Done)
            throw ApiProblemException.Conflict("changed meanwhile", "the user was changed a moment ago; try again");
        await sessions.EndOfUser(user.Key, except: session.Id);
        await audit.Append(record);
        return session.View(firstRun: false);
    }

    private static SessionList List(SessionStore sessions, UserStore users, SignInLimit limit)
    {
        var first = !users.Any;
        return new SessionList([.. sessions.Current().Select(session => session.View(first))], sessions.Dropped, limit.Forgotten);
    }

    private static async Task<SessionList> End(string id, HttpContext context, SessionStore sessions, UserStore users, SignInLimit limit, AuditLog audit, string? reason)
    {
        var caller = Caller.Of(context);
        var why = Check.Reason(reason);
        if (await sessions.End(id) is not { } ended)
        {
            await audit.Append(new AuditRecord(caller.Actor, caller.From, "session-end", id, why, "refused: no such session"));
            throw ApiProblemException.NotFound($"no session has the id '{id}'");
        }

        await audit.Append(new AuditRecord(caller.Actor, caller.From, "session-end", $"session {id} of {ended.Actor}", why));
        return List(sessions, users, limit);
    }

    private static void Refuse(SignInAnswer answer, HttpContext context, int wrong, string? field = null)
    {
        if (answer.Refusal is not { } why) return;
        if (answer.Wait == TimeSpan.Zero) throw new ApiProblemException(wrong, wrong == StatusCodes.Status401Unauthorized ? "not signed in" : "invalid request", why, field);
        context.Response.Headers.RetryAfter = Math.Ceiling(answer.Wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        throw new ApiProblemException(StatusCodes.Status429TooManyRequests, "too many tries", why);
    }

    private static Session Signed(Caller caller, string otherwise) => caller.Session ?? throw ApiProblemException.Conflict("not signed in", otherwise);

    /// <summary>A longer one is none of ours; it is judged all the same, and wrong.</summary>
    private static string Bounded(string password) => password.Length <= UserCreate.MaxPasswordLength ? password : "";
}
