using Microsoft.AspNetCore.Connections;
using Orleans.Runtime;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Host.Storage;

// The silo: storage, grains, gateway. SiloApplication names the parts in order.
if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(SiloOptionsReader.Usage);
    return 0;
}

try
{
    var options = SiloOptionsReader.Read(args);
    DataDirectory.Prepare(options.Data);
    var policy = PolicyStart.Load(options, TimeProvider.System);
    using var database = SqliteDatabase.Open(options.Data);
    await using var app = SiloApplication.Build(options, policy, database);
    foreach (var path in await FirstTokens.Make(options.Data, options.Bootstrap, app.Services.GetRequiredService<TokenStore>(), app.Services.GetRequiredService<AuditLog>()))
    {
        Console.WriteLine($"token written to {path}");
    }

    try
    {
        await app.StartAsync();
    }
    catch (IOException e) when (e.InnerException is AddressInUseException)
    {
        return Fail(1, $"{options.Listen} is in use by another program; stop it or name another address with --listen");
    }

    Console.WriteLine($"listening on {app.Urls.First()}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (UsageException e)
{
    return Fail(2, e.Message);
}
catch (StorageException e)
{
    return Fail(1, e.Message);
}
catch (System.Net.Sockets.SocketException e)
{
    return Fail(1, $"cannot listen: {e.Message}");
}
catch (OrleansException e)
{
    return Fail(1, $"cannot start: {e.GetBaseException().Message.ReplaceLineEndings(" ")}");
}

static int Fail(int code, string message)
{
    Console.Error.WriteLine($"tegument-silo: {message}");
    return code;
}
