using System.Net;
using System.Net.Sockets;

namespace Tegument.Silo.Host.Policy;

/// <summary>Finds the addresses of a DNS name.</summary>
public interface INameResolver
{
    /// <exception cref="SocketException">No answer, or none with an address.</exception>
    Task<IPAddress[]> Resolve(string name, CancellationToken cancel);
}

/// <summary>The machine's own resolver.</summary>
public sealed class SystemNameResolver : INameResolver
{
    public Task<IPAddress[]> Resolve(string name, CancellationToken cancel) => Dns.GetHostAddressesAsync(name, cancel);
}
