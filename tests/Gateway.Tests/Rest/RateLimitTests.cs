using System.Net;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Gateway.Limits;

namespace Tegument.Gateway.Tests.Rest;

public sealed class RateLimitTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_bucket_gives_its_burst_and_then_what_flows_in()
    {
        var clocks = new TwoClocks();
        var bucket = new TokenBucket(3, 0.5, clocks);
        for (var left = 2; left >= 0; left--) bucket.Take().ShouldBe(new BucketAnswer(true, left, TimeSpan.Zero));
        bucket.Take().ShouldBe(new BucketAnswer(false, 0, TimeSpan.FromSeconds(2)));
        clocks.Pass(TimeSpan.FromSeconds(2));
        bucket.Take().Allowed.ShouldBeTrue();
        bucket.Take().Allowed.ShouldBeFalse();
        clocks.Pass(TimeSpan.FromHours(1));
        bucket.IsFull.ShouldBeTrue();
        for (var i = 0; i < 3; i++) bucket.Take().Allowed.ShouldBeTrue();
        bucket.Take().Allowed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("off", true)]
    [InlineData("1/0.5", true)]
    [InlineData("0/1", false)]
    [InlineData("-1/1", false)]
    [InlineData("1", false)]
    [InlineData("1/x", false)]
    public void The_command_line_says_reads_and_writes_per_second(string text, bool good) => RateLimitOptions.TryParse(text, out _).ShouldBe(good);

    [Fact]
    public async Task Whoever_calls_too_often_is_told_when_to_come_again_and_writes_are_counted_apart()
    {
        await using var silo = await SiloProcess.Start(_directory.Path, "--rate-limit", "0.2/0.2");
        using var http = silo.Http("operator");
        for (var left = 1; left >= 0; left--)
        {
            using var passed = await http.GetAsync("/api/v1/posture");
            passed.StatusCode.ShouldBe(HttpStatusCode.OK);
            passed.Headers.GetValues("RateLimit").ShouldBe([$"\"reads\";r={left};t=0"]);
            passed.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"reads\";q=2;w=10"]);
        }

        using var limited = await http.GetAsync("/api/v1/posture");
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 5);
        limited.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var write = await http.DeleteAsync("/api/v1/bans?address=203.0.113.1&reason=none");
        write.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = silo.Http("admin");
        using var read = await other.GetAsync("/api/v1/posture");
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_guesses_tokens_is_slowed_down_and_a_right_token_still_passes()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var guesser = new HttpClient { BaseAddress = silo.Address };
        guesser.DefaultRequestHeaders.Authorization = new("Bearer", "tgm_guess");
        var statuses = new List<HttpStatusCode>();
        while (statuses.Count < 1000 && !statuses.Contains(HttpStatusCode.TooManyRequests))
        {
            using var response = await guesser.GetAsync("/api/v1/status");
            statuses.Add(response.StatusCode);
        }

        statuses[0].ShouldBe(HttpStatusCode.Unauthorized);
        statuses[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        using var http = silo.Http("operator");
        using var right = await http.GetAsync("/api/v1/status");
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
