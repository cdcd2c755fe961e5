using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <content>People: signing in and out, and who may.</content>
public sealed partial class TegumentClient
{
    /// <summary>
    /// Signs a person in; the reply holds the session's secret, this once. Status 401 for a wrong name, password or token, with the tries
    /// that are left as detail; 429 after too many of them.
    /// </summary>
    public Task<SessionCreated> SignInAsync(SessionCreate session, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "sessions", session, ApiJson.Default.SessionCreate, ApiJson.Default.SessionCreated, cancel);

    /// <summary>Who this client's token is.</summary>
    public Task<SessionView> SessionAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "session", ApiJson.Default.SessionView, cancel);

    /// <summary>Ends this client's session, whose last view is the answer. Status 409 when its token is a plain one.</summary>
    public Task<SessionView> SignOutAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Delete, "session", ApiJson.Default.SessionView, cancel);

    /// <summary>Changes the signed-in person's own password; ends their other sessions.</summary>
    public Task<SessionView> ChangePasswordAsync(string current, string next, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Put, "session/password", new PasswordChange(current, next), ApiJson.Default.PasswordChange, ApiJson.Default.SessionView, cancel);

    public Task<SessionList> SessionsAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "sessions", ApiJson.Default.SessionList, cancel);

    /// <summary>Ends anybody's session. Answers with those that are left.</summary>
    public Task<SessionList> EndSessionAsync(string id, string reason, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(reason);
        return _api.Call(HttpMethod.Delete, $"sessions/{Uri.EscapeDataString(id)}?reason={Uri.EscapeDataString(reason)}", ApiJson.Default.SessionList, cancel);
    }

    public Task<UserList> UsersAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "users", ApiJson.Default.UserList, cancel);

    /// <summary>Status 409 when the name is taken.</summary>
    public Task<UserView> CreateUserAsync(UserCreate user, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "users", user, ApiJson.Default.UserCreate, ApiJson.Default.UserView, cancel);

    /// <summary>Ends the user's sessions. Status 409 when nobody would be left to administer.</summary>
    public Task<UserView> ChangeUserAsync(string name, UserChange change, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _api.Call(HttpMethod.Put, $"users/{Uri.EscapeDataString(name)}", change, ApiJson.Default.UserChange, ApiJson.Default.UserView, cancel);
    }

    /// <summary>Ends the user's sessions. Answers with the users that are left; status 409 when nobody would be left to administer.</summary>
    public Task<UserList> DeleteUserAsync(string name, string reason, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(reason);
        return _api.Call(HttpMethod.Delete, $"users/{Uri.EscapeDataString(name)}?reason={Uri.EscapeDataString(reason)}", ApiJson.Default.UserList, cancel);
    }
}
