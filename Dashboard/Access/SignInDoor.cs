using Microsoft.AspNetCore.Authentication;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Hosting;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Access;

/// <summary>Asks the silo for a session and puts it into the cookie. The silo counts wrong tries by the browser's address; the console keeps no secret.</summary>
public sealed class SignInDoor(SiloAccess silo)
{
    private const string Token = "tgm_";

    /// <returns>Where to go, or why not in a line.</returns>
    public async Task<(string? Path, string? Fault)> Enter(HttpContext context, string? name, string? secret, string? to)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (string.IsNullOrWhiteSpace(secret)) return (null, "A password or a token is needed.");
        var address = context.Connection.RemoteIpAddress;
        var from = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
        secret = secret.Trim();
        // A token needs no name; with one, a password that looks like a token would still be one.
        var wish = secret.StartsWith(Token, StringComparison.Ordinal) && string.IsNullOrWhiteSpace(name)
            ? new SessionCreate(Token: secret, From: from)
            : new SessionCreate(name?.Trim() ?? "", secret, From: from);
        try
        {
            var created = await silo.Link.SignInAsync(wish, context.RequestAborted);
            await context.SignInAsync(ConsoleClaims.Of(created), new AuthenticationProperties { IsPersistent = false, ExpiresUtc = created.Session.Expires });
            return (created.Session.FirstRun ? "/first-run" : Local(to), null);
        }
        catch (TegumentApiException e)
        {
            return (null, Captured.Line(e.Detail ?? e.Message, 300));
        }
        catch (SiloUnreachableException)
        {
            return (null, "The silo does not answer, so nobody can sign in. Hosts keep enforcing on their own.");
        }
    }

    /// <summary>A path of ours and nothing else: another site cannot send people on through our sign-in (CWE-601).</summary>
    internal static string Local(string? to) =>
        to is { Length: > 1 and < 2000 } && to[0] == '/' && to[1] is not ('/' or '\\') && !to.StartsWith("/signin", StringComparison.Ordinal) ? to : "/";
}
