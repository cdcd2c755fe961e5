using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Tegument.Silo.Host.Accounts;
using Tegument.Silo.Host.Feeds;
using Tegument.Silo.Host.Gateway;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Host.Protection;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Posture;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Host.Hosting;

/// <summary>The parts of a silo, named in the order in which data passes them backwards: storage, grains, gateway.</summary>
public static class SiloApplication
{
    /// <param name="database">Owned by the caller, who closes it after the application.</param>
    public static WebApplication Build(SiloOptions options, PolicyStart policy, SqliteDatabase database)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(policy);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tegument-silo" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        if (options.Listen.Secure) builder.WebHost.UseKestrelHttpsConfiguration();
        Log(builder.Logging);

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(new SteadyTimeProvider(TimeProvider.System));
        builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<SteadyTimeProvider>());
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<TokenStore>();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<IQualiaStore, SqliteQualiaStore>();
        builder.Services.AddSingleton<IPostureLog, SqlitePostureLog>();
        GrainHosting.Add(builder, options);
        builder.Services.AddTegumentGrains(new GrainOptions { Policy = policy.Loaded.Policy, PolicyVersion = policy.Loaded.Version });
        builder.Services.AddHostedService<ClockWatch>();
        builder.Services.AddPolicy(policy);
        builder.Services.AddHostedService<SiloAddresses>();
        builder.Services.AddHostedService<SiloStart>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SiloRefresh>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<QualiaFeed>());
        builder.Services.AddFeeds();
        builder.Services.AddPolicyEffects();
        builder.Services.AddHostedService<ProtectedBans>();
        builder.Services.AddGateway();
        builder.Services.AddAccounts();

        var app = builder.Build();
        app.UseGateway();
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, SiloOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = GatewayLimits.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = GatewayLimits.HeadPatience;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(GatewayLimits.SlowestBody, GatewayLimits.HeadPatience);
        kestrel.Limits.MaxConcurrentConnections = GatewayLimits.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = GatewayLimits.MaxConnections;
        kestrel.Listen(options.Listen.Address, options.Listen.Port, endpoint =>
        {
            if (options.Listen.Secure) endpoint.UseHttps(Certificate(options));
            else endpoint.Protocols = HttpProtocols.Http1;
        });
    }

    private static X509Certificate2 Certificate(SiloOptions options)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(options.Certificate!, options.CertificateKey);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"--certificate {options.Certificate}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    // Standard output carries the one line that says where we listen; everything else goes to standard error.
    private static void Log(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Tegument.Silo.Host", LogLevel.Information);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // A failed start is told in one line by Program.
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
