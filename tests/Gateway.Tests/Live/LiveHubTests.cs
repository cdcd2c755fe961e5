using System.Text.Json;
using Tegument.Contracts.Live;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Live;

namespace Tegument.Gateway.Tests.Live;

public sealed class LiveHubTests
{
    private static readonly LiveTopic[] Both = [LiveTopic.Evidence, LiveTopic.Standing];

    private readonly LiveHub _hub = new();
    private readonly List<LiveEntry> _read = [];

    [Fact]
    public void A_reader_gets_what_comes_after_it_began_in_the_order_in_which_it_happened()
    {
        Publish(LiveTopic.Evidence, 1);
        var reader = _hub.Read(Both, null);
        Publish(LiveTopic.Evidence, 2);
        _hub.PublishMore(LiveTopic.Standing, 7);
        Publish(LiveTopic.Evidence, 3);
        Publish(LiveTopic.Posture, 4);
        Read(reader).ShouldBe(["evidence 2", "more 7", "evidence 3"]);
        Read(reader).ShouldBeEmpty();
    }

    [Fact]
    public void A_reader_goes_on_after_the_event_it_names()
    {
        var first = _hub.Read(Both, null);
        Publish(LiveTopic.Evidence, 1);
        Read(first).ShouldBe(["evidence 1"]);
        Publish(LiveTopic.Evidence, 2);
        Read(_hub.Read(Both, first.Id)).ShouldBe(["evidence 2"]);
    }

    [Fact]
    public void A_slow_reader_is_told_how_many_it_missed_and_of_what_and_never_holds_up_the_hub()
    {
        var slow = _hub.Read(Both, null);
        for (var i = 0; i < LiveRing.Capacity + 10; i++) Publish(LiveTopic.Evidence, i);
        slow.Read(_read);
        var gap = _read[0].Data.ToArray();
        _read[0].Type.ShouldBe(LiveTypes.Gap);
        var told = JsonSerializer.Deserialize(gap, LiveJson.Default.GapEvent)!;
        (told.Reason, told.Missed).ShouldBe((GapReason.Slow, 10));
        told.Types.ShouldBe(["evidence"]);
        _read.Count.ShouldBe(LiveReader.MaxBatch);
        slow.Missed.ShouldBe(10);
    }

    [Fact]
    public void What_ticks_often_does_not_push_out_what_happens_seldom()
    {
        var reader = _hub.Read(Both, null);
        _hub.PublishMore(LiveTopic.Standing, 1);
        for (var i = 0; i < LiveRing.Capacity * 3; i++) Publish(LiveTopic.Evidence, i);
        Read(reader)[..2].ShouldBe(["gap 2048", "more 1"]);
    }

    [Fact]
    public void A_resume_from_too_far_back_is_a_gap_and_goes_on_with_what_is_left()
    {
        var first = _hub.Read(Both, null);
        Publish(LiveTopic.Evidence, 0);
        Read(first);
        for (var i = 1; i <= LiveRing.Capacity + 1; i++) Publish(LiveTopic.Evidence, i);
        Read(_hub.Read(Both, first.Id))[..2].ShouldBe(["gap ", "evidence 2"]);
    }

    [Fact]
    public void An_event_of_another_run_of_the_silo_is_a_gap()
    {
        Publish(LiveTopic.Evidence, 1);
        Read(_hub.Read(Both, "00000000-1")).ShouldBe(["gap "]);
        Read(_hub.Read(Both, _hub.IdOf(99))).ShouldBe(["gap "]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("x")]
    [InlineData("a-b")]
    [InlineData("a-99999999999999999999")]
    public void What_is_no_id_is_refused(string id) => Should.Throw<FormatException>(() => _hub.Read(Both, id));

    [Fact]
    public void Rings_are_bounded_in_bytes_too()
    {
        var ring = new LiveRing(1000, maxBytes: 100);
        for (var i = 1; i <= 50; i++) ring.Add(new LiveEntry(i, "x", new byte[30]));
        (ring.Next - ring.First).ShouldBe(3);
        ring.ForgottenNumber.ShouldBe(47);
    }

    [Fact]
    public void A_document_is_no_event()
    {
        var reader = _hub.Read([LiveTopic.Host], null);
        _hub.Publish(LiveTopic.Host, new string('x', LiveHub.MaxEventBytes), LiveJson.Default.String);
        Read(reader).ShouldBeEmpty();
        _hub.TooLarge.ShouldBe(1);
    }

    private void Publish(LiveTopic topic, long items) =>
        _hub.Publish(topic, new EvidenceEvent(1, items, new Dictionary<string, long>()), LiveJson.Default.EvidenceEvent);

    private string[] Read(LiveReader reader)
    {
        reader.Read(_read);
        return [.. _read.Select(entry => $"{entry.Type} {Number(JsonDocument.Parse(entry.Data).RootElement)}")];
    }

    private static string Number(JsonElement data) =>
        data.TryGetProperty("items", out var n) || data.TryGetProperty("count", out n) || data.TryGetProperty("missed", out n) ? n.ToString() : "";
}
