using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Silo.Host.Gateway.Live;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Accounts;

/// <summary>
/// What follows from who is signed in: the addresses of operators and administrators are protected like those of sessions on a host, and
/// admitted during a lockdown; the live streams of a session end with it.
/// </summary>
public sealed class SessionWatch(SessionStore sessions, ProtectionRules protection, LiveStreams streams, TimeProvider time) : BackgroundService
{
    /// <summary>Sessions that end by their age are seen this late.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private IpKey[] _last = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        sessions.Ended += Drop;
        sessions.Changed += Protect;
        Protect();
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        sessions.Ended -= Drop;
        sessions.Changed -= Protect;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Protect();
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Drop(Session session) => streams.DropToken(session.Id);

    private void Protect()
    {
        lock (_lock)
        {
            IpKey[] now =
            [
                .. sessions.Current().Where(session => session.Roles.Any(role => role is TokenRole.Operator or TokenRole.Admin))
                    .Select(session => IpKey.TryParse(session.From, out var address) ? address : (IpKey?)null)
                    .OfType<IpKey>().Where(address => !address.IsLoopback).Distinct().Order(),
            ];
            if (now.AsSpan().SequenceEqual(_last)) return;
            protection.SignedIn(now);
            _last = now;
        }
    }
}
