using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard.Access;

/// <summary>A session of the silo as claims of the cookie, which is encrypted: its secret never reaches a browser in the clear.</summary>
public static class ConsoleClaims
{
    private const string Secret = "tegument:secret";

    public static ClaimsPrincipal Of(SessionCreated created)
    {
        ArgumentNullException.ThrowIfNull(created);
        var session = created.Session;
        var claims = new List<Claim>
        {
            new(ClaimTypes.Name, session.Name), new(ClaimTypes.NameIdentifier, session.Id), new(Secret, created.Secret),
        };
        // An admin may what an operator may, an operator what a viewer may: said once here, asked everywhere by name.
        var highest = session.Roles.Where(role => role <= TokenRole.Admin).DefaultIfEmpty(TokenRole.Viewer).Max();
        for (var role = TokenRole.Viewer; role <= highest; role++) claims.Add(new Claim(ClaimTypes.Role, WireName.Of(role)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
    }

    public static string? SecretOf(ClaimsPrincipal person) => person?.FindFirstValue(Secret);

    public static string SessionOf(ClaimsPrincipal person) => person?.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";
}
