using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

/// <summary>Whatever a forger mixes: FsCheck prints the seed of a failure and shrinks the mix; put the seed into the configuration to see it again.</summary>
public sealed class FrameProperties
{
    private const string Victim = "203.0.113.5";

    // (move, seed): a move may come many times in a row, as tools do it.
    private static readonly Gen<(int Move, int Seed, int Times)> Forgeries =
        from move in Gen.Choose(0, ForgedMix.Moves - 1)
        from seed in Gen.Choose(0, int.MaxValue - 100)
        from times in Gen.Frequency((3, Gen.Constant(1)), (2, Gen.Choose(2, 15)))
        select (move, seed, times);

    private static readonly Arbitrary<(int Move, int Seed, int Times)[]> Mixes = Arb.From(Forgeries.ArrayOf(80), Shorter);
    private static readonly Arbitrary<PostureLevel> Postures = Gen.Elements(PostureLevel.Balanced, PostureLevel.Hardened, PostureLevel.Lockdown).ToArbitrary();
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(60);

    [Fact]
    public void No_mix_of_forged_packets_bans_a_friend_in_any_posture() => Prop.ForAll(Mixes, Postures, (mix, posture) =>
    {
        var stage = new Stage(live: true);
        using var court = new Court(stage, posture);
        var play = new ForgedMix(stage, Victim);
        stage.Wait(1).Handshake(Victim, 50_000, Server, 22);
        for (var minute = 0; minute < 12; minute++)
        {
            play.Work(minute);
            stage.Wait(60);
        }

        Play(stage, court, play, mix);
        return (court.BansOf(Victim).Length == 0).Label(string.Join("; ", court.Bans.Select(b => b.Reason)));
    }).Check(Settings);

    [Fact]
    public void No_mix_of_forged_packets_bans_a_stranger_for_longer_than_ten_minutes() => Prop.ForAll(Mixes, Postures, (mix, posture) =>
    {
        var stage = new Stage(live: true);
        using var court = new Court(stage, posture);
        stage.Wait(1).Wait(700);
        for (var again = 0; again < 2; again++)
        {
            Play(stage, court, new ForgedMix(stage, Victim), mix, works: false);
            stage.Wait(700);
        }

        return court.Bans.All(b => !b.Prefix.Contains(IpKey.Parse(Victim)) || (!b.Verified && b.Ttl <= TimeSpan.FromMinutes(10)));
    }).Check(Settings);

    private static IEnumerable<(int, int, int)[]> Shorter((int, int, int)[] mix)
    {
        for (var part = mix.Length / 2; part > 0; part /= 2)
            for (var from = 0; from + part <= mix.Length; from += part) yield return [.. mix[..from], .. mix[(from + part)..]];
    }

    private static void Play(Stage stage, Court court, ForgedMix play, (int Move, int Seed, int Times)[] mix, bool works = true)
    {
        var at = 0;
        foreach (var (move, seed, times) in mix)
        {
            for (var i = 0; i < times; i++) play.Forge(move, seed + i);
            stage.Wait(seed % 7 == 0 ? 3 : 0.01);
            if (works && seed % 3 == 0) play.Work(seed);
            if (at++ % 8 == 0) court.Judge();
        }

        stage.Wait(3);
        court.Judge();
    }
}
