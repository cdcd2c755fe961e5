using System.Net;
using System.Net.Sockets;

namespace Tegument.Gateway.Tests.Client;

/// <summary>A road to the silo that cuts off the first connections after the request has passed, before the reply has come back.</summary>
public sealed class LossyRoad : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _life = new();
    private readonly Uri _silo;
    private readonly Task _accepting;
    private int _losses;

    public LossyRoad(Uri silo, int losses)
    {
        _silo = silo;
        _losses = losses;
        _listener.Start();
        _accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _life.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            var near = await _listener.AcceptTcpClientAsync(_life.Token);
            Connections++;
            _ = Carry(near, lose: Interlocked.Decrement(ref _losses) >= 0);
        }
    }

    private async Task Carry(TcpClient near, bool lose)
    {
        using var from = near;
        using var far = new TcpClient(_silo.Host, _silo.Port);
        var there = from.GetStream().CopyToAsync(far.GetStream(), _life.Token);
        if (lose) await far.GetStream().ReadExactlyAsync(new byte[1], _life.Token); // The silo has answered; nobody will hear it.
        else await Task.WhenAny(there, far.GetStream().CopyToAsync(from.GetStream(), _life.Token));
    }
}
