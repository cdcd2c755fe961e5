using Microsoft.AspNetCore.Connections;
using Tegument.Dashboard.Hosting;

// The console: a live link to the silo, pages for people. ConsoleApplication names the parts in order.
if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(ConsoleOptionsReader.Usage);
    return 0;
}

try
{
    var options = ConsoleOptionsReader.Read(args);
    await using var app = ConsoleApplication.Build(options);
    try
    {
        await app.StartAsync();
    }
    catch (IOException e) when (e.InnerException is AddressInUseException)
    {
        return Fail(1, $"{options.Listen} is in use by another program; stop it or name another port with --port");
    }

    Console.WriteLine($"console listening on {app.Urls.First()}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (UsageException e)
{
    return Fail(2, e.Message);
}
catch (System.Net.Sockets.SocketException e)
{
    return Fail(1, $"cannot listen: {e.Message}");
}

static int Fail(int code, string message)
{
    Console.Error.WriteLine($"tegument-dashboard: {message}");
    return code;
}
