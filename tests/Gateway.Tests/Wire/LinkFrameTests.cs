using System.Text.Json;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Contracts.Wire;

namespace Tegument.Gateway.Tests.Wire;

/// <summary>The link's texts, frozen. A change here breaks agents that are older than their silo: add members, never rename or re-mean them.</summary>
public sealed class LinkFrameTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, 123, TimeSpan.FromHours(2));

    public static TheoryData<string, LinkFrame> Frames => new()
    {
        { """{"type":"hello","host":"web1","version":"1.0","roles":["sense"]}""", new HelloFrame("web1", "1.0", ["sense"]) },
        { """{"type":"ack","start":"s","sequence":7,"refusal":null}""", new AckFrame("s", 7, null) },
        { """{"type":"hint","position":{"ledger":"l","shard":0,"revision":9}}""", new HintFrame(new LedgerPosition("l", 0, 9)) },
        { """{"type":"pull","position":null}""", new PullFrame(null) },
        {
            """{"type":"delta","delta":{"position":{"ledger":"l","shard":0,"revision":9},"isSnapshot":true,"entries":[{"prefix":"10.0.0.0/8","secondsLeft":1.5,"origin":"manual"}]}}""",
            new DeltaFrame(new BanDelta(new LedgerPosition("l", 0, 9), true, [new BanEntry(IpPrefix.Parse("10.0.0.0/8"), 1.5, BanOrigin.Manual)]))
        },
        {
            """{"type":"batch","batch":{"sensor":"web1","start":"s","sequence":0,"items":[{"source":"203.0.113.9","kind":"port-scan","technique":"syn","incident":1,"count":20,"ports":20,"targets":1,"firstSeen":"2026-01-31T10:00:00.123000Z","lastSeen":"2026-01-31T10:00:00.123000Z","verified":true,"severity":0,"conversation":null,"sample":null}],"incidents":[]}}""",
            new BatchFrame(new EvidenceBatch("web1", "s", 0, [new EvidenceItem(IpKey.Parse("203.0.113.9"), EvidenceKind.PortScan, "syn", 1, 20, 20, 1, At, At, true)], []))
        },
        {
            """{"type":"batch","batch":{"sensor":"web1","start":"s","sequence":0,"items":[{"source":"2001:db8::9","kind":"port-scan","technique":"syn","incident":1,"count":20,"ports":20,"targets":1,"firstSeen":"2026-01-31T10:00:00.123000Z","lastSeen":"2026-01-31T10:00:00.123000Z","verified":false,"severity":0,"conversation":null,"sample":null,"networkConversation":{"began":"2026-01-31T10:00:00.123000Z","lastData":"2026-01-31T10:00:00.123000Z"}}],"incidents":[]}}""",
            new BatchFrame(new EvidenceBatch("web1", "s", 0, [new EvidenceItem(IpKey.Parse("2001:db8::9"), EvidenceKind.PortScan, "syn", 1, 20, 20, 1, At, At, NetworkConversation: new Conversation(At, At))], []))
        },
        { """{"type":"command","command":"flush","actor":"a","reason":"r"}""", new CommandFrame("flush", "a", "r") },
        { """{"type":"allowed","networks":["192.0.2.0/24"]}""", new AllowedFrame([IpPrefix.Parse("192.0.2.0/24")]) },
        { """{"type":"error","message":"m"}""", new ErrorFrame("m") },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Frames_have_the_frozen_text_and_read_back(string text, LinkFrame frame)
    {
        JsonSerializer.Serialize(frame, LinkJson.Default.LinkFrame).ShouldBe(text);
        var read = JsonSerializer.Deserialize(text, LinkJson.Default.LinkFrame);
        JsonSerializer.Serialize(read, LinkJson.Default.LinkFrame).ShouldBe(text);
    }

    [Fact]
    public void The_type_may_stand_anywhere_and_unknown_members_are_skipped() =>
        JsonSerializer.Deserialize("""{"message":"m","later":1,"type":"error"}""", LinkJson.Default.LinkFrame).ShouldBe(new ErrorFrame("m"));

    [Fact]
    public void A_welcome_of_an_older_silo_asks_for_text() => JsonSerializer.Deserialize(
        """{"type":"welcome","silo":"1","posture":{"level":"balanced","version":1,"setBy":"a","reason":"r","setAt":"2026-01-31T12:00:00Z","until":null},"position":{"ledger":"l","shard":0,"revision":9}}""",
        LinkJson.Default.LinkFrame).ShouldBeOfType<WelcomeFrame>().BinaryBatch.ShouldBe(0);

    [Theory]
    [InlineData("\"2026-01-31T12:00:00\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("5")]
    public void A_time_without_an_offset_is_refused(string text) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(text, new JsonSerializerOptions { Converters = { new UtcTimeJsonConverter() } }));
}
