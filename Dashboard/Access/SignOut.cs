using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Hosting;

namespace Tegument.Dashboard.Access;

/// <summary><c>POST /signout</c>: ends the session at the silo and takes the cookie back.</summary>
public static class SignOut
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost("/signout", async (HttpContext context, IAntiforgery antiforgery, SiloAccess silo) =>
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
        if (ConsoleClaims.SecretOf(context.User) is { } secret)
        {
            try
            {
                using var client = silo.As(secret);
                await client.SignOutAsync(context.RequestAborted);
            }
            catch (Exception e) when (e is TegumentApiException or SiloUnreachableException)
            {
                // The cookie goes in any case; a session that could not be ended there ends with its time.
            }
        }

        await context.SignOutAsync();
        return Results.LocalRedirect("/signin?out=1");
    });
}
