using System.Net;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Hosting;

namespace Tegument.Dashboard.Access;

/// <summary>Asks the silo each minute whether the session still stands: one that was ended elsewhere ends here too.</summary>
public sealed class SessionState(ILoggerFactory loggers, SiloAccess silo) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        if (ConsoleClaims.SecretOf(authenticationState.User) is not { } secret) return false;
        try
        {
            using var client = silo.As(secret);
            await client.SessionAsync(cancellationToken);
            return true;
        }
        catch (TegumentApiException e)
        {
            return e.Status != HttpStatusCode.Unauthorized;
        }
        catch (SiloUnreachableException)
        {
            return true; // A silo that is away has ended nobody's session.
        }
    }
}
