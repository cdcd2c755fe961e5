using System.Net;
using Tegument.Contracts.Client;

namespace Tegument.Dashboard.Hosting;

/// <summary>Reads the command line.</summary>
public static class ConsoleOptionsReader
{
    public const string Usage =
        "usage: tegument-dashboard [--silo http://127.0.0.1:7500] [--silo-authority PEM] [--data DIRECTORY]\n" +
        "                          [--port 7580 | --listen ADDRESS:PORT] [--certificate PEM [--certificate-key PEM]]\n" +
        "The link's token is TEGUMENT_TOKEN, or stands in console.token in the data directory; the role viewer does.";

    /// <exception cref="UsageException">Something is unknown, missing or contradicts something else.</exception>
    public static ConsoleOptions Read(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new ConsoleOptions(SiloEndpoint.DefaultAddress, new IPEndPoint(IPAddress.Loopback, ConsoleOptions.DefaultPort));
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--silo" => options with { Silo = Silo(Value(arguments, ref i)) },
                "--silo-authority" => options with { SiloAuthority = Value(arguments, ref i) },
                "--data" => options with { Data = Path.GetFullPath(Value(arguments, ref i)) },
                "--port" => options with { Listen = new IPEndPoint(options.Listen.Address, Port(Value(arguments, ref i))) },
                "--listen" => options with { Listen = Endpoint(Value(arguments, ref i)) },
                "--certificate" => options with { Certificate = Value(arguments, ref i) },
                "--certificate-key" => options with { CertificateKey = Value(arguments, ref i) },
                var other => throw new UsageException($"'{other}' is not an option\n{Usage}"),
            };
        }

        if (!IPAddress.IsLoopback(options.Listen.Address) && !options.Secure)
            throw new UsageException($"--listen {options.Listen}: anything but loopback needs --certificate");
        if (options is { CertificateKey: not null, Certificate: null }) throw new UsageException("--certificate-key needs --certificate");
        return options;
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i) =>
        ++i < arguments.Count ? arguments[i] : throw new UsageException($"{arguments[i - 1]} needs a value");

    private static Uri Silo(string text) =>
        SiloEndpoint.TryParseAddress(text, out var address, out var error) ? address : throw new UsageException($"--silo: {error}");

    private static int Port(string text) =>
        ushort.TryParse(text, out var port) ? port : throw new UsageException($"--port '{text}' is not a port");

    private static IPEndPoint Endpoint(string text) =>
        IPEndPoint.TryParse(text, out var endpoint) && text.Contains(':', StringComparison.Ordinal) ? endpoint
            : throw new UsageException($"--listen '{text}': expected ADDRESS:PORT, for instance 127.0.0.1:7580 or [::1]:7580");
}
