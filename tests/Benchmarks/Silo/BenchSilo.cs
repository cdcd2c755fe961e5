using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tegument.Contracts.Client;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Host.Storage;

namespace Tegument.Benchmarks.Silo;

/// <summary>The real silo in this process: gateway on a free loopback port, grains, and a database in a directory of its own.</summary>
public sealed class BenchSilo : IAsyncDisposable
{
    private readonly DirectoryInfo _data;
    private readonly SqliteDatabase _database;
    private readonly WebApplication _app;
    private bool _stopped;

    private BenchSilo(DirectoryInfo data, SqliteDatabase database, WebApplication app)
    {
        _data = data;
        _database = database;
        _app = app;
    }

    /// <summary>As the host agent's token lets in: sensor and executor.</summary>
    public SiloEndpoint Agent => new(new Uri(_app.Urls.First()), File.ReadAllText(FirstTokens.PathOf(_data.FullName, "agent")).Trim());

    public static Task<BenchSilo> Start() => Start(Directory.CreateTempSubdirectory("tegument-bench-"));

    /// <summary>Another silo on the same data, and how long it took to start; this one is stopped.</summary>
    public async Task<(BenchSilo Silo, TimeSpan Took)> Restart()
    {
        await Stop();
        var watch = Stopwatch.StartNew();
        return (await Start(_data), watch.Elapsed);
    }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Stops this silo for another process to work on its data.</summary>
    public async Task<string> Leave()
    {
        await Stop();
        return _data.FullName;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _data.Delete(recursive: true);
    }

    private static async Task<BenchSilo> Start(DirectoryInfo data)
    {
        var database = SqliteDatabase.Open(data.FullName);
        var options = new SiloOptions(data.FullName, new ListenAddress(IPAddress.Loopback, 0, Secure: false));
        var app = SiloApplication.Build(options, PolicyStart.Load(options, TimeProvider.System), database);
        await FirstTokens.Make(data.FullName, bootstrap: false, app.Services.GetRequiredService<TokenStore>(), app.Services.GetRequiredService<AuditLog>());
        await app.StartAsync();
        return new BenchSilo(data, database, app);
    }

    private async Task Stop()
    {
        if (_stopped) return;
        _stopped = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _database.Dispose();
    }
}
