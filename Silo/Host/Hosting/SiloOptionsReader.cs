using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Limits;

namespace Tegument.Silo.Host.Hosting;

/// <summary>Reads the command line. Unknown flags and senseless values are refused before anything is touched.</summary>
public static class SiloOptionsReader
{
    public const string Usage =
        "usage: tegument-silo --data DIR [--listen http://127.0.0.1:7500] [--posture explore|balanced|hardened|lockdown] [--bootstrap]\n" +
        "                     [--policy FILE]\n" +
        "                     [--certificate PEM [--certificate-key PEM]] [--database CONNECTION] [--rate-limit READS/WRITES|off]";

    /// <exception cref="UsageException">The message names the flag.</exception>
    public static SiloOptions Read(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new SiloOptions("", ListenAddress.Default);
        for (var i = 0; i < arguments.Count; i++)
        {
            var flag = arguments[i];
            options = flag switch
            {
                "--data" => options with { Data = Value(arguments, ref i) },
                "--listen" => options with { Listen = Listen(Value(arguments, ref i)) },
                "--posture" => options with { Posture = Posture(Value(arguments, ref i)) },
                "--bootstrap" => options with { Bootstrap = true },
                "--certificate" => options with { Certificate = Value(arguments, ref i) },
                "--certificate-key" => options with { CertificateKey = Value(arguments, ref i) },
                "--policy" => options with { Policy = Value(arguments, ref i) },
                "--database" => options with { Database = Value(arguments, ref i) },
                "--rate-limit" => options with { RateLimit = RateLimit(Value(arguments, ref i)) },
                _ => throw new UsageException($"unknown argument '{flag}'"),
            };
        }

        return Checked(options);
    }

    private static SiloOptions Checked(SiloOptions options)
    {
        if (options.Data.Length == 0) throw new UsageException("--data DIR is missing");
        var listen = options.Listen;
        if (!listen.IsLoopback && !listen.Secure) throw new UsageException($"--listen {listen}: anything but loopback needs https:// and --certificate");
        if (listen.Secure && options.Certificate is null) throw new UsageException($"--listen {listen}: https needs --certificate");
        if (!listen.Secure && options.Certificate is not null) throw new UsageException($"--certificate: --listen {listen} is not https");
        if (options is { CertificateKey: not null, Certificate: null }) throw new UsageException("--certificate-key needs --certificate");
        return options with { Data = Path.GetFullPath(options.Data) };
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i)
    {
        if (i + 1 >= arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"{arguments[i]} needs a value");
        return arguments[++i];
    }

    private static ListenAddress Listen(string text) => ListenAddress.TryParse(text, out var listen)
        ? listen
        : throw new UsageException($"--listen '{text}' is not an address with a port, such as http://127.0.0.1:7500");

    private static RateLimitOptions RateLimit(string text) => RateLimitOptions.TryParse(text, out var limit)
        ? limit
        : throw new UsageException($"--rate-limit '{text}' is neither READS/WRITES per second and token, such as 200/100, nor off");

    private static PostureLevel Posture(string text) => WireName.TryParse<PostureLevel>(text, out var level)
        ? level
        : throw new UsageException($"--posture '{text}' is none of {string.Join(", ", Enum.GetValues<PostureLevel>().Select(WireName.Of))}");
}
