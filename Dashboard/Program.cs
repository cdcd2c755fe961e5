using System.Net;
using Tegument.Contracts.Client;
using Tegument.Dashboard;

// A page that says how the silo is and where its API is. It reads through the SDK, as everything here does.
if (args is not ([] or ["--silo", _] or ["--silo", _, "--port", _]))
{
    Console.Error.WriteLine("usage: tegument-dashboard [--silo http://127.0.0.1:7500 [--port 7580]]    (TEGUMENT_TOKEN holds a viewer's token)");
    return 2;
}

if (!SiloEndpoint.TryParseAddress(args.ElementAtOrDefault(1) ?? SiloEndpoint.DefaultAddress.ToString(), out var silo, out var error))
{
    Console.Error.WriteLine($"tegument-dashboard: {error}");
    return 2;
}

if (!ushort.TryParse(args.ElementAtOrDefault(3) ?? "7580", out var port))
{
    Console.Error.WriteLine($"tegument-dashboard: --port '{args[3]}' is not a port");
    return 2;
}

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
builder.Services.AddRoutingCore();
await using var app = builder.Build();
using var client = new TegumentClient(silo, Environment.GetEnvironmentVariable("TEGUMENT_TOKEN"));
app.UseRouting();
app.MapGet("/", async (HttpContext context) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
    await Results.Content(await StatusPage.Render(client, silo, context.RequestAborted), "text/html; charset=utf-8").ExecuteAsync(context);
});
app.MapGet("/address/{address}", async (HttpContext context) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
    var (status, html) = await AddressPage.Render(client, context.Request.RouteValues["address"] as string ?? "", context.RequestAborted);
    await Results.Content(html, "text/html; charset=utf-8", statusCode: status).ExecuteAsync(context);
});
await app.RunAsync();
return 0;
