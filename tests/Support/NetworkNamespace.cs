using System.Diagnostics;
using System.Globalization;
using Tegument.Sensor.Native;

namespace Tegument.Tests.Support;

/// <summary>
/// A network namespace of a test's own, under a name that no other run has. Dispose kills what still runs in it and deletes it, its
/// interfaces included. Needs root: call <see cref="Requires.Namespaces"/> first.
/// </summary>
public sealed class NetworkNamespace : IDisposable
{
    private static int s_count;
    private readonly List<Process> _started = [];

    /// <param name="label">A short word that tells the namespaces of a test apart.</param>
    public NetworkNamespace(string label)
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"tg-{label}-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        Ip("netns", "add", Name);
        Run("ip", "link", "set", "lo", "up").OrThrow();
    }

    public string Name { get; }

    /// <summary>The file that names this namespace to the kernel.</summary>
    public string Path => $"/run/netns/{Name}";

    /// <summary>
    /// Joins two namespaces by a veth pair and waits until both ends can talk. Addresses have their prefix length: "10.9.0.1/24",
    /// "fd09::1/64"; duplicate address detection is off.
    /// </summary>
    public static void Connect(NetworkNamespace one, string oneDevice, string[] oneAddresses, NetworkNamespace other, string otherDevice, string[] otherAddresses)
    {
        Ip("link", "add", oneDevice, "netns", one.Name, "type", "veth", "peer", "name", otherDevice, "netns", other.Name);
        one.SetUp(oneDevice, oneAddresses);
        other.SetUp(otherDevice, otherAddresses);
    }

    /// <summary>Runs a program inside, to its end.</summary>
    /// <exception cref="TimeoutException">It took longer than <see cref="Programs.DefaultLimit"/>.</exception>
    public ProgramResult Run(params string[] command) => Programs.Run(Inside(command));

    /// <summary>Runs a program inside, to its end, within a limit.</summary>
    public ProgramResult Run(TimeSpan limit, params string[] command) => Programs.Run(Inside(command), limit);

    /// <summary>Starts a program inside; it ends with this namespace at the latest.</summary>
    public Process Start(params string[] command)
    {
        var process = Programs.Start(Inside(command));
        lock (_started) _started.Add(process);
        return process;
    }

    /// <summary>Runs code of this process inside; sockets that it opens stay in the namespace.</summary>
    public T Invoke<T>(Func<T> body) => NamespaceThread.Run(Path, body);

    public void Dispose()
    {
        lock (_started)
        {
            foreach (var process in _started)
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
                process.Dispose();
            }
        }

        Programs.Run(["ip", "netns", "del", Name]);
    }

    private static void Ip(params string[] arguments) => Programs.Run(["ip", .. arguments]).OrThrow();

    private string[] Inside(string[] command) => ["ip", "netns", "exec", Name, Requires.Find(command[0]) ?? command[0], .. command[1..]];

    private void SetUp(string device, string[] addresses)
    {
        foreach (var address in addresses)
        {
            string[] add = ["ip", "address", "add", address, "dev", device];
            Run(address.Contains(':') ? [.. add, "nodad"] : add).OrThrow();
        }

        Run("ip", "link", "set", device, "up").OrThrow();
    }
}
