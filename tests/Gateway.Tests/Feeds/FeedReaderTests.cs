using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Silo.Host.Feeds;
using Tegument.Silo.Policy;

namespace Tegument.Gateway.Tests.Feeds;

public sealed class FeedReaderTests
{
    private static readonly FeedSource Plain = new() { Name = "list", Url = "http://127.0.0.1/" };

    [Fact]
    public void A_plain_list_has_an_entry_a_line_and_comments_anywhere()
    {
        var read = Read(Plain, "# a list\r\n\r\n198.51.100.7\r\n203.0.113.0/24 ; SBL1\n2001:db8::/32\t# why\n  198.51.100.7  \nnot an address\n10.0.0.1/8\n");
        Text(read).ShouldBe(["198.51.100.7", "203.0.113.0/24", "2001:db8::/32"]);
        (read.Lines, read.Junk).ShouldBe((6L, 2L));
        read.FirstJunk.ShouldBe("line 7: 'not'");
    }

    [Theory]
    [InlineData("ip,date\n198.51.100.7,2026\n198.51.100.8,2026\n", "1")]
    [InlineData("first_seen;ip\n\"2026;x\";198.51.100.7\n\"2026\";\"198.51.100.8\"\n", "ip")]
    [InlineData("# comment\n2026\t198.51.100.7\n2026\t198.51.100.8\n", "2")]
    public void A_csv_list_names_its_column_by_number_or_heading(string body, string column) =>
        Text(Read(Plain with { Format = FeedFormat.Csv, Column = column }, body)).ShouldBe(["198.51.100.7", "198.51.100.8"]);

    [Fact]
    public void A_csv_list_without_the_named_column_is_a_fault() =>
        Read(Plain with { Format = FeedFormat.Csv, Column = "address" }, "ip\n198.51.100.7\n").Fault.ShouldBe("line 1 has no column 'address'");

    [Theory]
    [InlineData("""{"Event":{"Attribute":[{"type":"ip-src","value":"198.51.100.7","to_ids":true},{"type":"domain","value":"example.org"}]}}""")]
    [InlineData("""{"response":[{"Event":{"Object":[{"Attribute":[{"type":"ip-dst|port","value":"198.51.100.7|443"}]}]}}]}""")]
    [InlineData("""{"response":{"Attribute":[{"type":"ip-dst","value":"198.51.100.7"},{"type":"ip-dst","value":"198.51.100.8","to_ids":false}]}}""")]
    [InlineData("""[{"type":"ip-src","value":"198.51.100.7"}]""")]
    public void Misp_attributes_are_found_in_every_shape_they_are_exported_in(string body) =>
        Text(Read(Plain with { Format = FeedFormat.Misp }, body)).ShouldBe(["198.51.100.7"]);

    [Theory]
    [InlineData("<html>", "is not JSON (line 1)")]
    [InlineData("{\"a\":1}", "holds no MISP attributes")]
    public void What_is_no_misp_export_is_a_fault(string body, string fault) => Read(Plain with { Format = FeedFormat.Misp }, body).Fault.ShouldBe(fault);

    [Fact]
    public void Reading_stops_one_entry_after_the_bound()
    {
        var body = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{IpKey.FromIPv4(0x0B000000 + (uint)i)}\n"));
        Read(Plain with { MaxEntries = 10 }, body).Entries.Count.ShouldBe(11);
    }

    [Fact]
    public void Mutated_lists_never_throw()
    {
        var random = new Random(11);
        byte[][] bodies =
        [
            "198.51.100.7\n203.0.113.0/24 # x\n"u8.ToArray(), "a,b\n1,\"198.51.100.7\"\n"u8.ToArray(),
            """{"Event":{"Attribute":[{"type":"ip-src","value":"198.51.100.7"}]}}"""u8.ToArray(),
        ];
        for (var round = 0; round < 20_000; round++)
        {
            var body = bodies[round % 3].ToArray();
            for (var hit = random.Next(1, 5); hit > 0; hit--) body[random.Next(body.Length)] = (byte)random.Next(256);
            FeedReader.Read(Plain with { Format = (FeedFormat)(round % 3), Column = round % 2 == 0 ? "2" : "b" }, body);
        }
    }

    internal static FeedContent Read(FeedSource source, string body) => FeedReader.Read(source, Encoding.UTF8.GetBytes(body));

    private static string[] Text(FeedContent content)
    {
        content.Fault.ShouldBeNull();
        return [.. content.Entries.Select(entry => entry.ToString())];
    }
}
