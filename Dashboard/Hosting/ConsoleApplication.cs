using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;
using Radzen;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components;
using Tegument.Dashboard.Components.Charts;
using Tegument.Dashboard.Components.Controls;
using Tegument.Dashboard.Components.Detections;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Hosting;

/// <summary>The console's parts, in order.</summary>
public static class ConsoleApplication
{
    private static readonly TimeSpan KeptDisconnected = TimeSpan.FromMinutes(2);

    /// <exception cref="UsageException">A token, a certificate or a folder is missing or bad.</exception>
    public static WebApplication Build(ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // Its keys lie in a folder that only we may read, and it warns of that.
        Listen(builder, options);
        Services(builder.Services, options);
        var app = builder.Build();
        Pipeline(app);
        return app;
    }

    private static void Listen(WebApplicationBuilder builder, ConsoleOptions options)
    {
        if (options.Secure) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024; // Files come through the circuit; a form is small.
            kestrel.Limits.MaxConcurrentConnections = 2000;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 1000;
            kestrel.Listen(options.Listen, endpoint =>
            {
                if (options.Secure) endpoint.UseHttps(Certificate(options));
            });
        });
    }

    private static void Services(IServiceCollection services, ConsoleOptions options)
    {
        // Open pages would hold the process for half a minute; they come back by themselves.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        services.AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton<SiloAccess>();
        services.AddSingleton<FleetStore>().AddSingleton<FleetFeed>().AddHostedService(provider => provider.GetRequiredService<FleetFeed>());
        services.AddSingleton<WindowHistory>().AddSingleton<FigureBook>();
        services.AddSingleton<SignInDoor>().AddScoped<Operator>().AddScoped<PostureActs>().AddSingleton<PosturePreviews>().AddScoped<Toasts>();
        services.AddSingleton<DetectionBook>();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitRetentionPeriod = KeptDisconnected;
            circuits.DisconnectedCircuitMaxRetained = 200;
        }).AddHubOptions(hub => hub.MaximumReceiveMessageSize = 512 * 1024); // A whole policy comes in one message.
        services.AddRadzenComponents();
        var keys = services.AddDataProtection().SetApplicationName("tegument-console");
        if (options.Data is { } data) keys.PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(data, "console-keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "tegument";
            cookie.Cookie.HttpOnly = true;
            // Lax: a link from an incident ticket opens signed in; a foreign page can post nothing.
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = options.Secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = "/signin";
            cookie.AccessDeniedPath = "/forbidden";
            cookie.ReturnUrlParameter = "to";
            cookie.SlidingExpiration = false;
        });
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionState>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "tegument-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = options.Secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
        services.AddResponseCompression(compression =>
        {
            // Pages mix secrets with what visitors choose; only what is the same for everybody is compressed (BREACH).
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/css", "text/javascript", "application/javascript", "image/svg+xml"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot")),
            // Names carry the build's version in their query, see App.razor; fonts never change.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.QueryString.HasValue || file.File.Name.EndsWith(".woff2", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
        });
        app.UseMissingPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapSignOut();
        app.MapExports();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static X509Certificate2 Certificate(ConsoleOptions options)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(options.Certificate!, options.CertificateKey);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new UsageException($"--certificate {options.Certificate}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
