using System.Runtime.InteropServices;

namespace Tegument.Silo.Host.Policy;

/// <summary>Re-reads the policy file when SIGHUP asks for it, as daemons do.</summary>
public sealed partial class PolicySignal(PolicyStore store, ILogger<PolicySignal> log) : IHostedService, IDisposable
{
    private PosixSignalRegistration? _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        store.Begin();
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true; // Without this the signal ends the process.
            _ = Task.Run(Reload, CancellationToken.None);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration?.Dispose();

    private async Task Reload()
    {
        try
        {
            await store.Reload(new PolicyActor("tegument-silo", "local", "SIGHUP"));
        }
        catch (PolicyRefusedException)
        {
            // Logged, audited and in the report already.
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(EventId = 720, Level = LogLevel.Error, Message = "The policy could not be reloaded; what ran before goes on")]
    private partial void LogFailed(Exception error);
}
