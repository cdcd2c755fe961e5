using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Accounts;

/// <summary>What signs people in.</summary>
public static class AccountServices
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<UserStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton(_ => new PasswordDesk());
        services.AddSingleton<SignInLimit>();
        services.AddSingleton<RefusalAudit>();
        services.AddSingleton<SignInDesk>();
        services.AddHostedService<SessionWatch>();
    }
}
