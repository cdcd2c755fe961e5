using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Accounts;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;
using Tegument.Silo.Host.Gateway.Idempotency;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/users</c>, for administrators: who may sign in with name and password.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/users", List)
            .Describe("list-users", "People who sign in with name and password, by name.", Allow.Admins)
            .Tagged<UserList>(Tags.Of);
        api.MapPost("/users", Create)
            .Describe(
                "create-user", "Makes a user.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(SecretRequest.Instance)
            .Example(body: """{"name":"day-shift","password":"correct horse battery","role":"operator"}""");
        api.MapPut("/users/{name}", Change)
            .Describe(
                "change-user", "Gives a user another password, another role, or both; ends their sessions.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(SecretRequest.Instance)
            .Example(body: """{"reason":"takes over the night","role":"operator"}""", route: "name=night-shift");
        api.MapDelete("/users/{name}", Remove)
            .Describe(
                "delete-user", "Removes a user and ends their sessions.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .Example("reason=left the team", route: "name=night-shift");
    }

    private static UserList List(UserStore users) => new(users.List());

    private static async Task<UserView> Create(UserCreate body, HttpContext context, UserStore users, PasswordDesk passwords, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var (name, role) = (Name(body.Name), Role(body.Role));
        var stored = await passwords.Make(Password(body.Password, "password"));
        var record = new AuditRecord(caller.Actor, caller.From, "user-create", name, "created");
        await Require(await users.Create(name, role, stored), name, record, audit);
        await audit.Append(record with { After = WireName.Of(role) });
        return users.Find(name)?.View ?? throw Missing(name);
    }

    private static async Task<UserView> Change(
        string name, UserChange body, HttpContext context, UserStore users, SessionStore sessions, PasswordDesk passwords, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var why = Check.Reason(body.Reason);
        if (body is { Password: null, Role: null }) throw ApiProblemException.Invalid("role", "give 'password', 'role' or both");
        TokenRole? role = body.Role is { } wanted ? Role(wanted) : null;
        var password = body.Password is { } given ? Password(given, "password") : null;
        var before = users.Find(name);
        var record = new AuditRecord(caller.Actor, caller.From, "user-change", before?.Name ?? name, why);
        var stored = before is not null && password is not null ? await passwords.Make(password) : null;
        await Require(before is null ? UserOutcome.Unknown : await users.Change(name, stored, role), name, record, audit);
        await sessions.EndOfUser(User.KeyOf(name));
        await audit.Append(record with { Before = WireName.Of(before!.Role), After = WireName.Of(role ?? before.Role) + (password is null ? "" : ", another password") });
        return users.Find(name)?.View ?? throw Missing(name);
    }

    private static async Task<UserList> Remove(string name, HttpContext context, UserStore users, SessionStore sessions, AuditLog audit, string? reason)
    {
        var caller = Caller.Of(context);
        var before = users.Find(name);
        var record = new AuditRecord(caller.Actor, caller.From, "user-remove", before?.Name ?? name, Check.Reason(reason));
        await Require(await users.Remove(name), name, record, audit);
        await sessions.EndOfUser(User.KeyOf(name));
        await audit.Append(record with { Before = before is null ? null : WireName.Of(before.Role) });
        return List(users);
    }

    internal static string Password(string? text, string field) => text is { Length: >= UserCreate.MinPasswordLength and <= UserCreate.MaxPasswordLength }
        ? text
        : throw ApiProblemException.Invalid(field, $"'{field}' must have {UserCreate.MinPasswordLength} to {UserCreate.MaxPasswordLength} characters");

    /// <summary>Names stand in addresses and beside token ids in the audit log, and must not pass for either.</summary>
    private static string Name(string? text)
    {
        var name = Check.Text(text, "name", UserCreate.MaxNameLength);
        return name.Any(char.IsLetterOrDigit) && name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '_' or '-' or '@' or '+')
            ? name
            : throw ApiProblemException.Invalid("name", "'name' may hold letters, digits, spaces and . _ - @ +");
    }

    private static TokenRole Role(TokenRole role) => Allow.Viewers.Roles!.Contains(role)
        ? role
        : throw ApiProblemException.Invalid("role", "people are viewer, operator or admin");

    private static async Task Require(UserOutcome outcome, string name, AuditRecord record, AuditLog audit)
    {
        if (outcome == UserOutcome.Done) return;
        var (problem, why) = outcome switch
        {
            UserOutcome.Unknown => (Missing(name), "no such user"),
            UserOutcome.NameTaken => (ApiProblemException.Conflict("name taken", $"there is a user '{name}' already", "name"), "the name is taken"),
            UserOutcome.TooMany => (ApiProblemException.Conflict("too many users", $"there are {UserStore.MaxUsers} already; remove some"), "too many users"),
            _ => (ApiProblemException.Conflict("last admin", "nobody could administer the silo then; make another admin, or an admin token, first"), "the last admin"),
        };
        await audit.Append(record with { Outcome = $"refused: {why}" });
        throw problem;
    }

    private static ApiProblemException Missing(string name) => ApiProblemException.NotFound($"there is no user '{name}'");
}
