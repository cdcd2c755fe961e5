using System.Diagnostics;
using System.Globalization;
using Tegument.Contracts.Client;
using Tegument.Silo.Host.Hosting;

namespace Tegument.Benchmarks.Silo;

/// <summary>The real silo in a process of its own, so that what it occupies is not what the bench does. Killed when disposed.</summary>
public sealed class SiloProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _data;

    private SiloProcess(Process process, string data, Uri address)
    {
        _process = process;
        _data = data;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>As the host agent's token lets in.</summary>
    public SiloEndpoint Agent => new(Address, File.ReadAllText(FirstTokens.PathOf(_data, "agent")).Trim());

    /// <summary>Bytes of memory that it occupies now.</summary>
    public long Resident => Status("VmRSS:");

    /// <summary>The most that it has occupied.</summary>
    public long Peak => Status("VmHWM:");

    /// <exception cref="InvalidOperationException">It ended before it listened.</exception>
    public static async Task<SiloProcess> Start(string data)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "tegument-silo.dll");
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [program, "--data", data, "--listen", "http://127.0.0.1:0"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { }; // Read, so that it never waits for us.
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("listening on ", StringComparison.Ordinal)) return new SiloProcess(process, data, new Uri(line["listening on ".Length..]));
        }

        throw new InvalidOperationException("the silo did not start");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private long Status(string field)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status")).First(l => l.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
