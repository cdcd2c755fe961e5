using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>What is remembered of one source's refused tries at one service, beside their count: the latest credentials, and where it tried.</summary>
internal sealed class LoginMemory
{
    private const int Latest = 8;
    private const int MostTargets = 64;
    private readonly ulong[] _latest = new ulong[Latest];
    private readonly (IpKey Address, ushort Port)[] _targets = new (IpKey, ushort)[MostTargets];
    private int _next;
    private int _known;

    /// <summary>Distinct hosts; 64 stands for more.</summary>
    public int Targets { get; private set; }

    /// <summary>Distinct ports.</summary>
    public int Ports { get; private set; }

    /// <summary>True when the same name and password were refused there just before: a program with a stale setting, no guesser.</summary>
    public bool IsRepeated(ulong credentials)
    {
        if (credentials == 0) return false;
        if (Array.IndexOf(_latest, credentials) >= 0) return true;
        _latest[_next] = credentials;
        _next = (_next + 1) % Latest;
        return false;
    }

    public void Tried(IpKey target, ushort port)
    {
        var (newTarget, newPort) = (true, true);
        for (var i = 0; i < _known; i++)
        {
            if (_targets[i].Address == target && _targets[i].Port == port) return;
            newTarget &= _targets[i].Address != target;
            newPort &= _targets[i].Port != port;
        }

        if (_known == MostTargets) return;
        _targets[_known++] = (target, port);
        if (newTarget) Targets++;
        if (newPort) Ports++;
    }
}
