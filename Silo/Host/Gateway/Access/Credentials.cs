using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Access;

/// <summary>Whose secret it is: a token's or a session's. Safe on any thread.</summary>
public sealed class Credentials(TokenStore tokens, SessionStore sessions)
{
    private const string Scheme = "Bearer ";

    /// <summary>The secret in an Authorization header; null when it is of another kind.</summary>
    public static string? OfHeader(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    /// <summary>Null when the secret lets nobody in; a one-time token opens a session and calls nothing.</summary>
    public Caller? Find(string secret, string peer)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (sessions.Find(secret) is { } session) return Caller.SignedIn(session, peer);
        return tokens.Find(secret) is { Once: false } token ? new Caller(token, peer) : null;
    }

    /// <summary>Who calls an endpoint that lets everybody in; null for a stranger.</summary>
    public Caller? Find(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return OfHeader(context.Request.Headers.Authorization.ToString()) is { } secret ? Find(secret, Caller.Peer(context)) : null;
    }

    /// <summary>Why <see cref="Find(string, string)"/> found nobody.</summary>
    public string WhyNot(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.StartsWith(SessionSecret.Prefix, StringComparison.Ordinal)) return "the session has ended; sign in again";
        return tokens.Find(secret) is { Once: true } ? "this token is for signing in once (POST /api/v1/sessions), not for calls" : "the token is not known, or was revoked";
    }
}
