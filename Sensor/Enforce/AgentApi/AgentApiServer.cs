using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>
/// The local API for other programs on this host: <c>POST /ban</c>, <c>POST /unban</c>, <c>GET /status</c>, <c>GET /bans</c> on
/// localhost. A port that is taken switches it off and says so in <see cref="State"/>; protection does not depend on it.
/// </summary>
public sealed class AgentApiServer(AgentApiOptions options, IAgentLedger ledger, Executor executor, TimeProvider time) : IAsyncDisposable
{
    private WebApplication? _application;

    /// <summary>"on http://localhost:PORT", or "off: " and why.</summary>
    public string State { get; private set; } = "off: not started";

    public bool IsOn => _application is not null;

    /// <summary>Opens the port. True when it serves; never throws for a port that cannot be had.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public async Task<bool> Start(CancellationToken cancellation = default)
    {
        options.Validated();
        var application = Build();
        try
        {
            await application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            State = e.InnerException is AddressInUseException
                ? $"off: port {options.Port} is in use by another program"
                : $"off: port {options.Port}: {e.Message}";
            return false;
        }

        _application = application;
        State = $"on http://localhost:{options.Port}";
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is null) return;
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _application = null;
        State = "off: stopped";
    }

    private WebApplication Build()
    {
        // Neither environment variables nor an appsettings.json in some directory have a say here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tegument-agent" });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        var application = builder.Build();
        application.Use(Admit);
        application.UseRouting();
        new AgentEndpoints(options, ledger, executor, new AgentAudit(options.DataDirectory), time).Map(application);
        return application;
    }

    /// <summary>Signals belong to the process that this API is a part of.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 64;
        kestrel.Limits.MaxRequestBodySize = AgentRequest.MaxBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.ListenLocalhost(options.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static Task Admit(HttpContext context, RequestDelegate next) =>
        AgentDoor.Refusal(context) is { } reason ? AgentEndpoints.Reply(context, StatusCodes.Status403Forbidden, reason) : next(context);
}
