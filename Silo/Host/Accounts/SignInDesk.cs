using System.Globalization;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Accounts;

/// <summary>Opens sessions: for a name with its password, or for a token. Every try leaves a line in the audit log. Safe on any thread.</summary>
public sealed class SignInDesk(
    UserStore users, TokenStore tokens, SessionStore sessions, PasswordDesk passwords, SignInLimit limit, RefusalAudit refusals, AuditLog audit)
{
    /// <param name="from">Where the person's browser is.</param>
    /// <param name="via">Where the call comes from.</param>
    public async Task<SignInAnswer> WithPassword(string name, string password, string from, string via)
    {
        const string How = "password";
        var user = users.Find(name);
        var subject = user?.Name ?? RefusalAudit.UnknownName;
        if (Begin(from, name) is { } waiting) return waiting;
        if (!await passwords.IsRight(password, user?.Password) || user is null) return await Wrong("name or password", subject, How, from);
        limit.Right(from, name);
        if (!await users.NoteSignIn(user)) return await Refuse("The user was changed a moment ago; sign in again.", subject, How, from);
        var (session, secret) = await Open(user.Key, null, user.Name, [user.Role], from, via);

        // A change between the last look and the session ended all sessions but this one.
        if (users.Find(name) is not { } now || now.Role != user.Role || !UserStore.IsSame(now.Password, user.Password))
        {
            await sessions.End(session.Id);
            return await Refuse("The user was changed a moment ago; sign in again.", subject, How, from);
        }

        return await Done(session, secret, How);
    }

    /// <param name="secret">Of a one-time sign-in token, or of any token of a person's role.</param>
    public async Task<SignInAnswer> WithToken(string secret, string from, string via)
    {
        if (Begin(from, null) is { } waiting) return waiting;
        var token = tokens.Find(secret);
        if ((token ?? tokens.FindEver(secret)) is not { } known) return await Wrong("token", "unknown token", "token", from);

        // Whoever shows the secret of a token that was one is no guesser.
        limit.Right(from, null);
        var how = known.Once ? "one-time token" : "token";
        var subject = $"{known.Name} ({known.Id})";
        TokenRole[] roles = [.. known.Roles.Where(Allow.Viewers.Roles!.Contains)];
        if (token is null || (token.Once && !await tokens.Use(token.Id))) return await Refuse(WhyOver(known), subject, how, from);
        if (roles.Length == 0) return await Refuse("This token is a machine's; people sign in as viewer, operator or admin.", subject, how, from);
        var (session, made) = await Open(null, known.Id, known.Name, roles, from, via);
        if (!token.Once && tokens.Find(secret) is null)
        {
            await sessions.End(session.Id);
            return await Refuse(WhyOver(known), subject, how, from);
        }

        return await Done(session, made, how);
    }

    /// <summary>Whether the signed-in person's own password is right, within the same limit as signing in.</summary>
    public async Task<SignInAnswer?> Confirm(User user, string password, string from)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (Begin(from, user.Name) is { } waiting) return waiting;
        if (!await passwords.IsRight(password, user.Password)) return SignInAnswer.Refused(TriesText("password", from));
        limit.Right(from, user.Name);
        return null;
    }

    private SignInAnswer? Begin(string from, string? name)
    {
        var (wait, ofName) = limit.Begin(from, name);
        if (wait == TimeSpan.Zero) return null;
        var left = string.Create(CultureInfo.InvariantCulture, $"{(int)wait.TotalMinutes} min {wait.Seconds} s");
        return SignInAnswer.Waiting(
            ofName ? $"Too many wrong passwords for this name; it waits {left}. A one-time token works." : $"Too many wrong tries from this address; it waits {left}.", wait);
    }

    private Task<SignInAnswer> Wrong(string what, string subject, string how, string from) =>
        Refuse(TriesText(what, from), subject, how, from, limit.Left(from) == 0 ? $"wrong {what}; the address waits" : $"wrong {what}");

    private string TriesText(string what, string from) => limit.Left(from) switch
    {
        0 => $"Wrong {what}. This address now waits {SignInLimit.Wait.TotalMinutes:0} minutes.",
        1 => $"Wrong {what}. 1 more try, then this address waits {SignInLimit.Wait.TotalMinutes:0} minutes.",
        var left => $"Wrong {what}. {left} more tries, then this address waits {SignInLimit.Wait.TotalMinutes:0} minutes.",
    };

    private async Task<SignInAnswer> Refuse(string told, string subject, string how, string from, string? written = null)
    {
        await refusals.Append(from, subject, how, written ?? told);
        return SignInAnswer.Refused(told);
    }

    private async Task<(Session Session, string Secret)> Open(string? user, string? token, string name, TokenRole[] roles, string from, string via)
    {
        var secret = SessionSecret.Create();
        return (await sessions.Create(secret, user, token, name, roles, from, via), secret);
    }

    private async Task<SignInAnswer> Done(Session session, string secret, string how)
    {
        await audit.Append(new AuditRecord(
            session.Actor, session.From, "sign-in", $"session {session.Id}", how, After: string.Join(", ", session.Roles.Select(WireName.Of))));
        return new SignInAnswer(session, secret, null, TimeSpan.Zero);
    }

    private static string WhyOver(TokenView token) => token switch
    {
        { Once: true, Revoked: null } => "This one-time token has expired; ask for another.",
        { Once: true } => "This one-time token was used before, or revoked; ask for another.",
        _ => "This token was revoked.",
    };
}
