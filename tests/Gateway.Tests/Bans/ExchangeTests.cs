using System.Net;
using System.Text;
using System.Text.Json;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;
using Tegument.Gateway.Tests.Support;
using Tegument.Tests.Support;

namespace Tegument.Gateway.Tests.Bans;

public sealed class ExchangeTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private static readonly string[] Reasons =
    [
        "plain", "a,b \"c\"", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'tis", "''=x", "'=x", "ünïcödé 漢字 🙂", "#not; a comment", "{ \"json\": [1, 2] }",
    ];

    [Theory]
    [InlineData(BanFormat.Csv)]
    [InlineData(BanFormat.Json)]
    public async Task What_is_exported_and_imported_again_is_exported_the_same(BanFormat format)
    {
        using var client = running.Silo.Client("operator");
        var network = Given.Prefix(format == BanFormat.Csv ? "198.18.0.0/20" : "198.18.16.0/20");
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(10);
        var records = Reasons.Select((reason, i) => new ExportedBan(
            Given.Prefix(i % 3 == 0 ? $"{Subnet(network)}.{16 * i}/28" : $"{Subnet(network)}.{16 * i}"), (BanOrigin)(i % 4), i % 2 == 0 ? "=actor" : "someone (1)", reason,
            start.AddMinutes(i), DateTimeOffset.UtcNow.AddDays(1 + i), 0, i * 10.5)).ToArray();
        var file = string.Join('\n', records.Select(record => JsonSerializer.Serialize(record, ApiJson.Default.ExportedBan).Replace("\"secondsLeft\":0,", "", StringComparison.Ordinal)));
        (await Import(client, BanFormat.Json, file)).Made.ShouldBe(records.Length);

        var filter = new BanFilter(Within: network);
        var first = await Export(client, format, filter);
        (await client.LiftAsync(new BanLift("round trip", Within: network))).Lifted.ShouldBe(records.Length);
        (await Export(client, BanFormat.Plain, filter)).ShouldBeEmpty();
        var reply = await Import(client, format, first);
        (reply.Rows, reply.Made, reply.Refused).ShouldBe((records.Length, records.Length, 0));
        var second = await Export(client, format, filter);
        WithoutSecondsLeft(second, format).ShouldBe(WithoutSecondsLeft(first, format));
        (await Import(client, format, second)).Made.ShouldBe(0, "all of it stands already");
        (await client.BansAsync(filter)).Bans.Select(ban => ban.Reason).Order().ShouldBe(Reasons.Order());
    }

    [Fact]
    public async Task A_spreadsheet_finds_no_formula_in_an_exported_file()
    {
        using var client = running.Silo.Client("operator");
        await client.BanAsync(new BanCreate(Given.Prefix("198.18.32.1"), "=HYPERLINK(\"http://x\")"));
        var csv = await Export(client, BanFormat.Csv, new BanFilter(Within: Given.Prefix("198.18.32.0/24")));
        csv.ShouldContain("\"'=HYPERLINK(\"\"http://x\"\")\"");
        csv.Split("\r\n")[0].ShouldBe("address,origin,actor,reason,created,expires,secondsLeft,score");
    }

    [SkippableFact]
    public async Task The_nftables_script_loads_in_the_kernel_and_what_nft_lists_is_read_back()
    {
        Requires.Namespaces();
        Requires.Programs("nft");
        using var client = running.Silo.Client("operator");
        var filter = new BanFilter(Within: Given.Prefix("198.18.48.0/20"));
        var file = new StringBuilder();
        for (var i = 0; i < 700; i++) file.Append($"198.18.{48 + i / 250}.{i % 250 + 1}\n");
        (await Import(client, BanFormat.Plain, file.Append("198.18.48.0/24\n198.18.48.0/25\n198.18.56.0/21\n").ToString())).Made.ShouldBe(703);
        var script = await Export(client, BanFormat.Nft, filter);
        using var host = new NetworkNamespace("nft");
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, script);
        host.Run("nft", "-f", path).OrThrow();
        File.Delete(path);
        var listed = host.Run("nft", "list", "ruleset").OrThrow().Output;
        listed.ShouldContain("set v4_24");
        await client.LiftAsync(new BanLift("round trip", Within: filter.Within));
        var reply = await Import(client, BanFormat.Nft, listed);
        (reply.Made, reply.Refused).ShouldBe((703, 0));
        (await Export(client, BanFormat.Plain, filter)).ShouldContain("198.18.48.0/25\n");
        (await client.BansAsync(filter with { Limit = 1 })).Bans[0].SecondsLeft.ShouldBeInRange(3000, 3600);
        (await Import(client, BanFormat.Nft, script)).Rows.ShouldBe(703);
    }

    [Fact]
    public async Task One_bad_line_refuses_the_whole_file_and_each_is_named()
    {
        using var client = running.Silo.Client("operator");
        using var admin = running.Silo.Client("admin");
        const string file = "198.18.33.1\n# a comment\n198.18.33.256\n127.0.0.1 ; ours\n0.0.0.0/0\n198.18.33.7/24\n\n198.18.33.2 # fine\n";
        var refused = await Should.ThrowAsync<TegumentApiException>(Import(client, BanFormat.Plain, file));
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Faults.Select(fault => fault.Line).ShouldBe([3, 4, 5, 6]);
        refused.Faults[1].Fault.ShouldContain("loopback");
        refused.Faults[2].Fault.ShouldContain("too wide");
        refused.Faults[3].Fault.ShouldContain("did you mean 198.18.33.0/24?");
        var filter = new BanFilter(Within: Given.Prefix("198.18.33.0/24"));
        (await client.BansAsync(filter)).Bans.ShouldBeEmpty();
        (await admin.AuditAsync()).Entries[0].ShouldSatisfyAllConditions(
            entry => entry.Action.ShouldBe("ban-import"), entry => entry.Outcome.ShouldStartWith("refused: nothing was imported: line 3"));

        var options = new BanImportOptions(BanFormat.Plain, TimeSpan.FromMinutes(5), "list", DryRun: true, SkipBad: true);
        (await Import(client, file, options)).ShouldSatisfyAllConditions(reply => reply.Made.ShouldBe(2), reply => reply.DryRun.ShouldBeTrue());
        (await client.BansAsync(filter)).Bans.ShouldBeEmpty();
        var reply = await Import(client, file, options with { DryRun = false });
        (reply.Rows, reply.Made, reply.Refused, reply.Faults.Length).ShouldBe((6, 2, 4, 4));
        (await client.BansAsync(filter)).Bans.ShouldAllBe(ban => ban.Reason == "list" && ban.SecondsLeft <= 300 && ban.Origin == BanOrigin.Manual);
        (await admin.AuditAsync()).Entries.First(entry => entry.Action == "ban-import").After.ShouldBe("2 made, 0 unchanged, 0 over already, 4 refused");
    }

    [Theory]
    [InlineData(BanFormat.Csv, "ip,reason\n198.18.34.1,x\n", 1, "'address' among them")]
    [InlineData(BanFormat.Csv, "address,colour\n198.18.34.1,x\n", 1, "no column 'colour'")]
    [InlineData(BanFormat.Csv, "address,reason\n198.18.34.1\n", 2, "1 cells, the header 2")]
    [InlineData(BanFormat.Csv, "address,reason\n198.18.34.1,\"a\nb\"\n198.18.34.x,y\n", 2, "control characters")]
    [InlineData(BanFormat.Csv, "address,reason\n198.18.34.1,\"a\n", 2, "never closed")]
    [InlineData(BanFormat.Csv, "address,reason\n198.18.34.1,a\"b\n", 2, "middle of a cell")]
    [InlineData(BanFormat.Csv, "address,expires\n198.18.34.1,tomorrow\n", 2, "expires: 'tomorrow'")]
    [InlineData(BanFormat.Csv, "address,ttlSeconds\n198.18.34.1,-5\n", 2, "ttlSeconds: '-5'")]
    [InlineData(BanFormat.Csv, "address,ttlSeconds\n198.18.34.1,NaN\n", 2, "ttlSeconds: 'NaN'")]
    [InlineData(BanFormat.Csv, "address,score\n198.18.34.1,1e999\n", 2, "score: '1e999'")]
    [InlineData(BanFormat.Json, "[{\"address\":\"198.18.34.1\",\"ttl\":5}]", 1, "no field 'ttl'")]
    [InlineData(BanFormat.Json, "[{\"address\":\"198.18.34.1\"},{\"address\":7}]", 2, "address: expected a text")]
    [InlineData(BanFormat.Json, "[{\"address\":\"198.18.34.1\"},7]", 2, "expected an object")]
    [InlineData(BanFormat.Json, "[{\"address\":\"198.18.34.1\"},{]", 1, "not JSON from line 1")]
    [InlineData(BanFormat.Json, "{\"address\":\"198.18.34.1\"}\n{\"reason\":\"x\"}\n", 2, "the address is missing")]
    [InlineData(BanFormat.Nft, "add element inet t v4_24 { 198.18.34.1 }\n", 1, "is no /24")]
    [InlineData(BanFormat.Nft, "table inet t {\n set v4 {\n elements = { 198.18.34.1-198.18.34.9 } } }\n", 3, "is not an IP address")]
    [InlineData(BanFormat.Nft, "add element inet t m { 198.18.34.1 . 80 : drop }\n", 1, "of addresses alone")]
    [InlineData(BanFormat.Nft, "add element inet t v4 { 198.18.34.1 timeout soon }\n", 1, "not a time")]
    [InlineData(BanFormat.Plain, "198.18.34.1 198.18.34.2\n", 1, "is not an IP address")]
    [InlineData(BanFormat.Plain, "\u0000\u0001\n", 1, "is not an IP address")]
    public async Task What_a_file_gets_wrong_is_told_with_its_line(BanFormat format, string file, long line, string fault)
    {
        using var client = running.Silo.Client("operator");
        var refused = await Should.ThrowAsync<TegumentApiException>(Import(client, format, file));
        refused.Faults[0].Line.ShouldBe(line);
        refused.Faults[0].Fault.ShouldContain(fault);
        refused.Message.ShouldNotContain("\n");
        (await client.BansAsync(new BanFilter(Within: Given.Prefix("198.18.34.0/24")))).Bans.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(BanFormat.Csv, "\uFEFFaddress,reason\r\n198.18.35.1,\"x, y\"\r\n\r\n")]
    [InlineData(BanFormat.Json, "\uFEFF\n  [ {\"address\" : \"198.18.35.1\", \"reason\":\"x, y\", \"score\": null} ]")]
    [InlineData(BanFormat.Json, "{\"address\":\"198.18.35.1\",\"reason\":\"x, y\"}\n")]
    public async Task Files_of_other_programs_are_read_as_well(BanFormat format, string file)
    {
        using var client = running.Silo.Client("operator");
        (await Import(client, format, file)).Made.ShouldBe(1);
        (await client.UnbanAsync(Given.Prefix("198.18.35.1"), "done")).Lifted.ShouldHaveSingleItem().Reason.ShouldBe("x, y");
    }

    [Fact]
    public async Task A_hostile_file_costs_little()
    {
        using var client = running.Silo.Client("operator");
        (await Refusal(BanFormat.Plain, new string('x', 5_000_000))).Faults.ShouldHaveSingleItem();
        (await Refusal(BanFormat.Json, "[{\"reason\":\"" + new string('x', 200_000))).Faults[0].Fault.ShouldContain("65536 bytes");
        (await Refusal(BanFormat.Csv, "address,reason\n198.18.36.1,\"" + new string('x', 200_000))).Faults[0].Fault.ShouldContain("16384 characters");
        (await Refusal(BanFormat.Plain, string.Concat(Enumerable.Repeat("junk\n", 100_000)))).Faults.Count.ShouldBe(BanImportReply.MaxFaults);
        (await Refusal(BanFormat.Plain, "")).Message.ShouldBe("the file holds no bans");
        (await Refusal(BanFormat.Nft, "table inet other { }")).Message.ShouldBe("the file holds no bans");

        using var http = running.Silo.Http("operator");
        http.DefaultRequestHeaders.ExpectContinue = true;
        using var large = new StreamContent(new ZeroStream(300L * 1024 * 1024));
        using var response = await http.PostAsync("/api/v1/bans/import?format=plain", large);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Problem()).GetProperty("detail").GetString()!.ShouldContain("268435456");

        async Task<TegumentApiException> Refusal(BanFormat format, string file) => await Should.ThrowAsync<TegumentApiException>(Import(client, format, file));
    }

    [Theory]
    [InlineData("GET", "/api/v1/bans/export?format=xml", "format")]
    [InlineData("GET", "/api/v1/bans/export?within=10.0.0.1/8", "within")]
    [InlineData("GET", "/api/v1/bans/export?sort=score", "sort")]
    [InlineData("POST", "/api/v1/bans/import", "format")]
    [InlineData("POST", "/api/v1/bans/import?format=plain&ttlSeconds=0", "ttlSeconds")]
    [InlineData("POST", "/api/v1/bans/import?format=plain&ttlSeconds=NaN", "ttlSeconds")]
    [InlineData("POST", "/api/v1/bans/import?format=plain&onError=maybe", "onError")]
    [InlineData("POST", "/api/v1/bans/import?format=plain&dryRun=perhaps", "dryRun")]
    public async Task A_bad_parameter_is_refused_by_name(string method, string path, string field)
    {
        using var http = running.Silo.Http("operator");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = new StringContent("198.18.37.1\n");
        using var response = await http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Problem()).GetProperty("field").GetString().ShouldBe(field);
    }

    private static async Task<string> Export(TegumentClient client, BanFormat format, BanFilter filter)
    {
        using var stream = new MemoryStream();
        await client.ExportBansAsync(format, stream, filter);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Task<BanImportReply> Import(TegumentClient client, BanFormat format, string file) => Import(client, file, new BanImportOptions(format));

    private static async Task<BanImportReply> Import(TegumentClient client, string file, BanImportOptions options)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return await client.ImportBansAsync(stream, options);
    }

    private static string Subnet(Contracts.Addresses.IpPrefix network) => network.Address.ToString()[..network.Address.ToString().LastIndexOf('.')];

    private static string WithoutSecondsLeft(string file, BanFormat format) => format == BanFormat.Csv
        ? System.Text.RegularExpressions.Regex.Replace(file, @"Z,[0-9.]+,", "Z,-,")
        : System.Text.RegularExpressions.Regex.Replace(file, "\"secondsLeft\":[0-9.]+", "");

    /// <summary>So many zero bytes.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = offset;

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
