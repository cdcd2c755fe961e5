using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Contracts.Wire;
using Tegument.Contracts.Wire.Batches;

namespace Tegument.Gateway.Tests.Wire;

/// <summary>
/// Binary batches, frozen. A change here breaks sensors that are older than their silo: what must change is a new version beside this one.
/// </summary>
public sealed class BatchFormatTests
{
    private const string Golden =
        "01" // version
        + "0477656231" + "0173" + "07" // sensor web1, start s, sequence 7
        + "408A4F26AB09E300" // base: 2026-01-31T10:00:00.123456Z
        + "02" + "0373796E" + "0B74696E792D66726167732E" // techniques
        + "02" // items
        + "01" + "86" + "CB007109" + "00" + "AC02" + "14" + "14" + "01" + "00" + "80897A" + "FF9FBAD235" + "00" // an IPv4 port scan
        + "0A" + "19" + "20010DB8000000000000000000000009" + "01" + "00" + "03" + "00" + "00" + "D00F" + "00" + "02C3A9" + "00" + "D00F"
        + "01" // incidents
        + "05" + "03" + "06" + "0A000001" + "00" + "50" + "88A102" + "9F8D06" + "00" + "80897A"
        + "01" + "00" + "CB007109" + "64" + "0161" + "0162";

    private const string Golden2 =
        "02" // the same, and behind each item its ports
        + "0477656231" + "0173" + "07"
        + "408A4F26AB09E300"
        + "02" + "0373796E" + "0B74696E792D66726167732E"
        + "02"
        + "01" + "86" + "CB007109" + "00" + "AC02" + "14" + "14" + "01" + "00" + "80897A" + "FF9FBAD235" + "00" + "02" + "BB03" + "16" // 443, 22
        + "0A" + "19" + "20010DB8000000000000000000000009" + "01" + "00" + "03" + "00" + "00" + "D00F" + "00" + "02C3A9" + "00" + "D00F" + "00"
        + "01"
        + "05" + "03" + "06" + "0A000001" + "00" + "50" + "88A102" + "9F8D06" + "00" + "80897A"
        + "01" + "00" + "CB007109" + "64" + "0161" + "0162";

    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 1, 31, 12, 0, 0, 123, TimeSpan.FromHours(2)).AddTicks(4560);

    private static readonly EvidenceBatch Known = new(
        "web1", "s", 7,
        [
            new EvidenceItem(
                IpKey.Parse("203.0.113.9"), EvidenceKind.PortScan, "syn", 300, 20, 20, 1, At.AddSeconds(-1), At, Verified: true, Severity: 4,
                Conversation: new Conversation(At.AddHours(-2), At)),
            new EvidenceItem(
                IpKey.Parse("2001:db8::9"), EvidenceKind.Anomaly, "tiny-frags.", 0, 3, 0, 0, At.AddMilliseconds(1), At.AddMilliseconds(1), Sample: "é",
                NetworkConversation: new Conversation(At, At.AddMilliseconds(1))),
        ],
        [
            new VictimIncident(
                5, EvidenceKind.SynFlood, "syn", IpKey.Parse("10.0.0.1"), 80, 37_000, 99_999, At.AddSeconds(-1), At,
                [new TopSource(IpKey.Parse("203.0.113.9"), 100)], "a", "b"),
        ]);

    [Fact]
    public void BatchFormat_v1_bytes_are_unchanged()
    {
        Convert.ToHexString(Bytes(Known, version: 1)).ShouldBe(Golden, "sensors in the field write this: add a version, do not change one");
        Text(Read(Convert.FromHexString(Golden))).ShouldBe(Text(Known));
    }

    [Fact]
    public void BatchFormat_v2_bytes_are_unchanged()
    {
        EvidenceBatch aimed = Known with { Items = [Known.Items[0] with { TopPorts = [443, 22] }, Known.Items[1]] };
        Convert.ToHexString(Bytes(aimed)).ShouldBe(Golden2, "sensors in the field write this: add a version, do not change one");
        Text(Read(Convert.FromHexString(Golden2))).ShouldBe(Text(aimed));
    }

    [Fact]
    public void A_silo_that_reads_the_first_version_only_is_told_all_but_the_ports()
    {
        EvidenceBatch aimed = Known with { Items = [Known.Items[0] with { TopPorts = [22] }, Known.Items[1]] };
        Convert.ToHexString(Bytes(aimed, version: 1)).ShouldBe(Golden);
    }

    [Fact]
    public void Every_batch_reads_back_as_its_json_does() =>
        Prop.ForAll(AnyBatch.Batches().ToArbitrary(), batch => Text(Read(Bytes(batch))) == Text(batch)).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_prefix_of_a_batch_is_a_fault_that_names_a_field()
    {
        var whole = Bytes(Known);
        for (var length = 0; length < whole.Length; length++)
        {
            BatchReader.Read(whole.AsSpan(0, length), out var batch, out var where).ShouldBe(BatchFault.Truncated, $"of {length} bytes");
            (batch, where!.StartsWith("batch.", StringComparison.Ordinal)).ShouldBe((null, true));
        }
    }

    [Theory]
    [InlineData("", BatchFault.Truncated, "batch.version: the message ends early")]
    [InlineData("00", BatchFault.Version, "batch.version: only versions 1 to 2 are read")]
    [InlineData("7B22", BatchFault.Version, "batch.version: only versions 1 to 2 are read")]
    [InlineData("01FF7F", BatchFault.Truncated, "batch.sensor: the message ends early")]
    [InlineData("0101FF", BatchFault.Text, "batch.sensor: not UTF-8")]
    [InlineData("010161017300FFFFFFFFFFFFFFFF", BatchFault.Range, "batch.base: out of range")]
    [InlineData("0101610173FFFFFFFFFFFFFFFFFFFF01", BatchFault.Number, "batch.sequence: a number of more than 64 bits")]
    [InlineData("0101610173000000000000000000818001", BatchFault.Count, "batch.techniques: more than a batch may have")]
    [InlineData("010161017300000000000000000000812000", BatchFault.Count, "batch.items: more than a batch may have")]
    [InlineData("01016101730000000000000000000080200000", BatchFault.Truncated, "batch.items: the message ends early")]
    [InlineData("0101610173000000000000000000000000" + "00", BatchFault.Trailing, "batch.incidents: bytes behind the end")]
    [InlineData("0101610173000000000000000000010000" + "0100000001020304000000000000" + "01", BatchFault.Truncated, "batch.incidents[0].topSources: the message ends early")]
    [InlineData("01016101730000000000000000000001010001020304" + "00000000000000" + "00", BatchFault.Technique, "batch.items[0].technique: not in the batch's table")]
    [InlineData("0101610173000000000000000000010001010001020304" + "000000" + "8080808008" + "000000" + "00", BatchFault.Range, "batch.items[0].ports: out of range")]
    [InlineData("0101610173000000000000000000010001010001020304" + "000000" + "0000" + "0100" + "00", BatchFault.Range, "batch.items[0].firstSeen: out of range")]
    [InlineData("0201610173000000000000000000010001010001020304" + "00000000000000" + "09", BatchFault.Count, "batch.items[0].topPorts: more than a batch may have")]
    [InlineData("01016101730000000000000000000100" + "0001000008010203040000000000000000", BatchFault.Flag, "batch.incidents[0].flags: a flag that is not known")]
    public void What_is_malformed_has_a_name(string hex, BatchFault fault, string text)
    {
        BatchReader.Read(Convert.FromHexString(hex), out var batch, out var where).ShouldBe(fault);
        (batch, where).ShouldBe((null, text));
    }

    [Fact]
    public void Fuzz_BatchReader()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var message = Mutated(random, Bytes(Known));
            try
            {
                var fault = BatchReader.Read(message, out var batch, out var where);
                (fault == BatchFault.None).ShouldBe(batch is not null && where is null);
            }
            catch (Exception e) when (e is not ShouldAssertException)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Convert.ToHexString(message)}", e);
            }
        }
    }

    [Fact]
    public void A_claim_of_many_items_in_few_bytes_makes_no_room_for_them()
    {
        var lie = Convert.FromHexString("010161017300000000000000000000802000");
        BatchReader.Read(lie, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = BatchReader.Read(lie, out _, out _);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        (fault, allocated < 1000).ShouldBe((BatchFault.Truncated, true), $"{allocated} bytes");
    }

    private static byte[] Mutated(Random random, byte[] bytes)
    {
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                1 when bytes.Length > 1 => [.. bytes[..at], .. bytes[(at + 1)..]],
                2 => [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]],
                _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            };
            if (bytes.Length == 0) return bytes;
        }

        return bytes;
    }

    private static EvidenceBatch Read(ReadOnlySpan<byte> bytes)
    {
        BatchReader.Read(bytes, out var batch, out var where).ShouldBe(BatchFault.None, where);
        return batch!;
    }

    private static byte[] Bytes(EvidenceBatch batch, byte version = BatchFormat.Version)
    {
        var bytes = new ArrayBufferWriter<byte>();
        BatchWriter.Write(batch, bytes, version);
        return bytes.WrittenSpan.ToArray();
    }

    private static string Text(EvidenceBatch batch) => JsonSerializer.Serialize(new BatchFrame(batch), LinkJson.Default.LinkFrame);
}
