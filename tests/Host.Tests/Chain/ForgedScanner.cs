using System.Diagnostics;
using System.Globalization;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;

namespace Tegument.Host.Tests.Chain;

/// <summary>Scans the protected host in the name of sources that do not exist (10.94.0.0/16), exactly up to the threshold.</summary>
internal sealed class ForgedScanner : IDisposable
{
    private const int Ports = 10;
    private readonly ProtectedHost _host;
    private readonly RawSender _sender;
    private readonly ulong _from;
    private readonly ulong _to;

    public ForgedScanner(ProtectedHost host)
    {
        _host = host;
        // The host's refusals need a way back.
        host.Host.Run("ip", "route", "add", "10.94.0.0/16", "dev", "outer").OrThrow();
        _sender = new RawSender(host.Attacker, "eth0");
        (_from, _to) = (Mac(host.Attacker, "eth0"), Mac(host.Host, "outer"));
    }

    /// <summary>The source of this number; it needs a neighbour entry, since nobody answers ARP for it.</summary>
    public string Prepare(int number)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"10.94.{number / 200}.{(number % 200) + 1}");
        _host.Host.Run("ip", "neigh", "replace", source, "lladdr", "02:00:00:00:00:99", "dev", "outer").OrThrow();
        return source;
    }

    /// <summary>Returns when the packet that crosses the threshold went out (a <see cref="Stopwatch"/> timestamp).</summary>
    public long Scan(string source)
    {
        long crossed = 0;
        for (var port = 1; port <= Ports; port++)
        {
            var frame = PacketBuilder.Ethernet(_from, _to).IPv4(source, ProtectedHost.Address).Tcp(40_000, 1000 + port, TcpFlags.Syn, options: TcpOption.Mss(1460)).Build();
            crossed = Stopwatch.GetTimestamp();
            _sender.Send(frame);
        }

        return crossed;
    }

    public void Dispose() => _sender.Dispose();

    private static ulong Mac(NetworkNamespace space, string device) =>
        Convert.ToUInt64(space.Run("cat", $"/sys/class/net/{device}/address").OrThrow().Output.Trim().Replace(":", "", StringComparison.Ordinal), 16);
}
