using System.Text;
using Tegument.Sensor.Eve;

namespace Tegument.Sensor.Tests.Eve;

public sealed class EveLineTests
{
    private const string Alert = """
        {"timestamp":"2026-03-04T05:06:07.891011+0100","event_type":"alert","src_ip":"192.0.2.1","src_port":80,"dest_ip":"198.51.100.7","dest_port":50000,
        "proto":"TCP","app_proto":"http","direction":"to_client","flow":{"pkts_toserver":4,"pkts_toclient":3,"src_ip":"198.51.100.7","dest_ip":"192.0.2.1"},
        "alert":{"action":"allowed","gid":1,"signature_id":42,"rev":1,"signature":"a rule","category":"c","severity":2,"metadata":{"signature_severity":["Major"]}}}
        """;

    private static readonly string Line = Alert.ReplaceLineEndings("");

    [Fact]
    public void An_alert_on_the_answer_is_about_who_asked()
    {
        var (type, alert) = Read(Line);
        type.ShouldBe("alert");
        alert.ShouldNotBeNull();
        alert.At.ShouldBe(new DateTimeOffset(2026, 3, 4, 4, 6, 7, TimeSpan.Zero).AddMicroseconds(891011));
        alert.Source.ToString().ShouldBe("192.0.2.1");
        alert.Attacker.ToString().ShouldBe("198.51.100.7");
        (alert.Victim.ToString(), alert.VictimPort).ShouldBe(("192.0.2.1", 80));
        (alert.Rule, alert.Signature, alert.Severity, alert.Gravity, alert.Blocked, alert.Established).ShouldBe(("1:42", "a rule", 2, "Major", false, true));
    }

    [Fact]
    public void Without_a_flow_the_packets_source_is_meant_unless_the_rule_matches_answers()
    {
        var bare = Line.Replace(",\"flow\":{\"pkts_toserver\":4,\"pkts_toclient\":3,\"src_ip\":\"198.51.100.7\",\"dest_ip\":\"192.0.2.1\"}", "", StringComparison.Ordinal);
        Read(bare).Alert!.Attacker.ToString().ShouldBe("192.0.2.1");
        Read(bare).Alert!.Established.ShouldBeFalse();
        Read(bare.Replace("a rule", "GPL ATTACK_RESPONSE id check returned root", StringComparison.Ordinal)).Alert!.Attacker.ToString().ShouldBe("198.51.100.7");
    }

    [Fact]
    public void A_flow_between_other_ends_says_nothing_of_this_packet()
    {
        var forged = Line.Replace("\"src_ip\":\"198.51.100.7\",\"dest_ip\":\"192.0.2.1\"}", "\"src_ip\":\"203.0.113.9\",\"dest_ip\":\"192.0.2.1\"}", StringComparison.Ordinal);
        Read(forged).Alert!.Client.ShouldBeNull();
    }

    [Fact]
    public void Every_prefix_of_an_alert_is_no_alert()
    {
        for (var length = 0; length < Line.Length; length++) Read(Line[..length]).Alert.ShouldBeNull($"{length} characters");
    }

    [Theory]
    [InlineData("", "not-json")]
    [InlineData("01/02/2026-10:11:12.131415  [**] [1:42:1] a rule [**]", "not-json")]
    [InlineData("[1,2]", "not-json")]
    [InlineData("null", "not-json")]
    [InlineData("{} {}", "not-json")]
    [InlineData("{}", "no-event-type")]
    [InlineData("{\"event_type\":7}", "no-event-type")]
    [InlineData("{\"event_type\":\"stats\",\"stats\":{}}", "stats")]
    [InlineData("{\"event_type\":\"alert\"}", "alert")]
    [InlineData("{\"event_type\":\"alert\",\"timestamp\":\"yesterday\",\"src_ip\":\"192.0.2.1\",\"dest_ip\":\"192.0.2.2\",\"alert\":{}}", "alert")]
    [InlineData("{\"event_type\":\"alert\",\"timestamp\":\"2026-03-04T05:06:07+0000\",\"src_ip\":\"localhost\",\"dest_ip\":\"192.0.2.2\",\"alert\":{}}", "alert")]
    [InlineData("{\"event_type\":\"alert\",\"timestamp\":\"2026-03-04T05:06:07+0000\",\"src_ip\":\"192.0.2.1\",\"dest_ip\":\"192.0.2.2\",\"alert\":[]}", "alert")]
    public void What_is_no_whole_alert_is_counted_by_its_type_and_accuses_nobody(string line, string type)
    {
        var read = Read(line);
        read.Type.ShouldBe(type);
        read.Alert.ShouldBeNull();
    }

    [Fact]
    public void Hostile_texts_are_capped_and_cannot_move_a_terminals_cursor()
    {
        var read = Read(Line.Replace("a rule", "\\u001b[2J" + new string('x', 10_000), StringComparison.Ordinal));
        read.Alert!.Signature.Length.ShouldBe(EveAlert.MaxSignature);
        read.Alert.Signature.ShouldNotContain('\u001b');
    }

    [Fact]
    public void Mutated_lines_never_throw()
    {
        var random = new Random(20260304);
        var bytes = Encoding.UTF8.GetBytes(Line);
        for (var round = 0; round < 20_000; round++)
        {
            var copy = bytes.ToArray();
            for (var hit = random.Next(1, 6); hit > 0; hit--) copy[random.Next(copy.Length)] = (byte)random.Next(256);
            EveLine.Read(copy.AsSpan(0, random.Next(copy.Length + 1)));
        }
    }

    [Theory]
    [InlineData(1, null, 3)]
    [InlineData(1, "Critical", 4)]
    [InlineData(2, null, 2)]
    [InlineData(2, "Critical", 2)]
    [InlineData(2, "Informational", 1)]
    [InlineData(3, null, 1)]
    [InlineData(255, null, 0)]
    [InlineData(0, null, 0)]
    public void Severities_are_turned_round(int theirs, string? gravity, int ours) =>
        EveSeverity.Of(Read(Line).Alert! with { Severity = theirs, Gravity = gravity }).ShouldBe((byte)ours);

    internal static (string Type, EveAlert? Alert) Read(string line) => EveLine.Read(Encoding.UTF8.GetBytes(line));

    internal static EveAlert Whole() => Read(Line).Alert!;
}
