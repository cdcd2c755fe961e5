using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Sensor.Replay;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>The silo's own judgement of what a <see cref="Stage"/> saw, at the stage's time.</summary>
internal sealed class Court(Stage stage, PostureLevel posture) : IDisposable
{
    private readonly ReplaySilo _silo = new(new ReplayOptions("", posture, []));

    /// <summary>Every ban decided so far, in order.</summary>
    public List<BanDecision> Bans { get; } = [];

    /// <summary>The last judgement of each address or network.</summary>
    public Dictionary<string, Judgement> Judgements { get; } = [];

    public Court Judge()
    {
        _silo.Clock.AdvanceTo(stage.Clock);
        var result = _silo.Judge(stage.Evidence, []);
        foreach (var judgement in result.Judgements) Judgements[judgement.Key] = judgement;
        foreach (var ban in result.Bans)
            if (Bans.All(b => b.DecidedAt != ban.Decision.DecidedAt || b.Prefix != ban.Decision.Prefix)) Bans.Add(ban.Decision);
        return this;
    }

    public BanDecision[] BansOf(string address) => [.. Bans.Where(b => b.Prefix.Contains(IpKey.Parse(address)))];

    public void Dispose() => _silo.Dispose();
}
