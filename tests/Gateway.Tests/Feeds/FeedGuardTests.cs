using Tegument.Contracts.Addresses;
using Tegument.Silo.Host.Feeds;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Gateway.Tests.Feeds;

public sealed class FeedGuardTests
{
    private static readonly FeedSource Source = new() { Name = "list", Url = "http://127.0.0.1/", MaxEntries = 1000 };
    private static readonly ProtectionRules Rules = new(new ProtectionOptions { Allow = [IpPrefix.Parse("192.0.2.1")] });

    [Theory]
    [InlineData("", "the list is empty")]
    [InlineData("# only a comment\n", "the list is empty")]
    [InlineData("<html>\n<body>\nmoved\n", "no entry among 3 lines (line 1: '<html>')")]
    [InlineData("198.51.100.7\n0.0.0.0/0\n", "0.0.0.0/0 is too wide to ban")]
    [InlineData("198.51.100.7\n::/0\n", "::/0 is too wide to ban")]
    [InlineData("198.51.100.7\n192.0.2.0/24\n", "192.0.2.0/24 is protected (allow list 192.0.2.1)")]
    [InlineData("198.51.100.7\n127.0.0.1\n", "127.0.0.1 is protected (loopback 127.0.0.0/8)")]
    [InlineData("1.0.0.0/8\n2.0.0.0/8\n3.0.0.0/8\n4.0.0.0/8\n5.0.0.0/8\n6.0.0.0/8\n8.0.0.0/8\n9.0.0.0/8\n11.0.0.0/8\n12.0.0.0/8\n13.0.0.0/8\n14.0.0.0/8\n15.0.0.0/8\n", "it covers 5.1 % of all IPv4 addresses")]
    public void A_hostile_or_broken_list_is_refused_whole(string body, string why)
    {
        var (refusal, entries, _) = FeedGuard.Check(Source, FeedReaderTests.Read(Source, body), Rules);
        refusal.ShouldBe(why);
        entries.ShouldBeEmpty();
    }

    [Fact]
    public void A_million_lines_of_junk_are_refused_with_the_first_of_them()
    {
        var body = "198.51.100.7\n" + string.Concat(Enumerable.Repeat("junk\n", 1_000_000));
        FeedGuard.Check(Source, FeedReaderTests.Read(Source, body), Rules).Refusal.ShouldBe("1000000 of 1000001 lines are no addresses (line 2: 'junk')");
    }

    [Fact]
    public void Too_many_entries_are_refused()
    {
        var body = string.Concat(Enumerable.Range(0, 2000).Select(i => $"{IpKey.FromIPv4(0x0B000000 + (uint)i)}\n"));
        FeedGuard.Check(Source, FeedReaderTests.Read(Source, body), Rules).Refusal.ShouldBe("more than 1000 entries");
    }

    [Fact]
    public void A_list_of_bogons_may_be_told_to_leave_out_what_is_protected()
    {
        var source = Source with { Protected = FeedProtected.Skip };
        var (refusal, entries, skipped) = FeedGuard.Check(source, FeedReaderTests.Read(source, "198.51.100.7\n127.0.0.0/8\n192.0.2.0/24\n"), Rules);
        refusal.ShouldBeNull();
        entries.Select(entry => entry.ToString()).ShouldBe(["198.51.100.7"]);
        skipped.ShouldBe(2);
    }

    [Fact]
    public void A_few_lines_of_junk_do_not_spoil_a_list()
    {
        var body = string.Concat(Enumerable.Range(0, 100).Select(i => $"198.51.100.{i}\n")) + "junk\n";
        FeedGuard.Check(Source, FeedReaderTests.Read(Source, body), Rules).Entries.Count.ShouldBe(100);
    }
}
