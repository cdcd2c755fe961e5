using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Hosting;

namespace Tegument.Dashboard.Access;

/// <summary>
/// The signed-in person of one circuit. Every act and every read that a page asks for bears the person's own session, so that the silo judges
/// the role and writes who did it. Owned by the circuit; its dispatcher only.
/// </summary>
public sealed class Operator(AuthenticationStateProvider state, SiloAccess silo, NavigationManager navigation) : IDisposable
{
    private TegumentClient? _client;
    private ClaimsPrincipal? _person;

    public async Task<ClaimsPrincipal> PersonAsync() => _person ??= (await state.GetAuthenticationStateAsync()).User;

    public async Task<bool> IsAsync(string role) => (await PersonAsync()).IsInRole(role);

    /// <summary>Asks the silo as this person. The answer holds what came, or why nothing did.</summary>
    /// <param name="ask">May be called once; must not keep the client.</param>
    public async Task<Answer<T>> Ask<T>(Func<TegumentClient, CancellationToken, Task<T>> ask, CancellationToken cancel = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        try
        {
            return new Answer<T>(await ask(await ClientAsync(), cancel), null);
        }
        catch (TegumentApiException e) when (e.Status == HttpStatusCode.Unauthorized)
        {
            navigation.NavigateTo("/signin?ended=1&to=" + Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri)), forceLoad: true);
            return new Answer<T>(null, Fault.Of("your session has ended: sign in again"));
        }
        catch (TegumentApiException e)
        {
            return new Answer<T>(null, Fault.Of(e));
        }
        catch (SiloUnreachableException e)
        {
            return new Answer<T>(null, Fault.Of(e.Message));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return new Answer<T>(null, null);
        }
    }

    public void Dispose() => _client?.Dispose();

    private async Task<TegumentClient> ClientAsync() =>
        _client ??= silo.As(ConsoleClaims.SecretOf(await PersonAsync()) ?? throw new InvalidOperationException("nobody is signed in"));
}
