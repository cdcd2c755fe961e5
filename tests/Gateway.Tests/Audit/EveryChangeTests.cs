using System.Net;
using System.Text;
using System.Text.Json;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Audit;

/// <summary>Whatever can change something leaves a line in the audit log: the list of calls is the silo's own.</summary>
public sealed class EveryChangeTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    // How each call that is not a GET is made so that it does something. A new endpoint needs a line here, or a reason among the silent.
    private static readonly Dictionary<string, (string Path, string? Body)> Calls = new()
    {
        ["POST /api/v1/bans"] = ("/api/v1/bans", """{"address":"198.18.200.1","reason":"audited"}"""),
        ["POST /api/v1/bans/bulk"] = ("/api/v1/bans/bulk", """{"bans":[{"address":"198.18.200.2","reason":"audited"}]}"""),
        ["POST /api/v1/bans/import"] = ("/api/v1/bans/import?format=plain&reason=audited", "198.18.200.3\n"),
        ["POST /api/v1/bans/lift"] = ("/api/v1/bans/lift", """{"addresses":["198.18.200.2"],"reason":"audited"}"""),
        ["DELETE /api/v1/bans"] = ("/api/v1/bans?address=198.18.200.1&reason=audited", null),
        ["PUT /api/v1/posture"] = ("/api/v1/posture", """{"level":"hardened","reason":"audited","untilSeconds":1}"""),
        ["POST /api/v1/posture/confirm"] = ("/api/v1/posture/confirm", "{}"),
        ["DELETE /api/v1/posture"] = ("/api/v1/posture?reason=audited", null),
        ["POST /api/v1/tokens"] = ("/api/v1/tokens", """{"name":"audited","roles":["viewer"]}"""),
        ["DELETE /api/v1/tokens/{id}"] = ("/api/v1/tokens/nobody?reason=audited", null),
        ["POST /api/v1/sessions"] = ("/api/v1/sessions", """{"name":"nobody","password":"wrong"}"""),
        ["DELETE /api/v1/sessions/{id}"] = ("/api/v1/sessions/nobody?reason=audited", null),
        ["POST /api/v1/users"] = ("/api/v1/users", """{"name":"audited","password":"correct horse battery","role":"viewer"}"""),
        ["PUT /api/v1/users/{name}"] = ("/api/v1/users/audited", """{"reason":"audited","role":"operator"}"""),
        ["DELETE /api/v1/users/{name}"] = ("/api/v1/users/nobody?reason=audited", null),
        ["POST /api/v1/policy"] = ("/api/v1/policy?reason=audited", null),
        ["POST /api/v1/hosts/{host}/flush"] = ("/api/v1/hosts/nowhere/flush", """{"reason":"audited"}"""),
    };

    // Other people's programs' calls, which the silo's own list leaves out.
    private static readonly Dictionary<string, (string Path, string? Body)> Foreign = new()
    {
        ["POST /api/v1/rules/block_ip"] = ("/api/v1/rules/block_ip", """{"ip":"198.18.200.5","reason":"audited","ttl_seconds":60}"""),
        ["POST /api/v1/rules/unblock_ip"] = ("/api/v1/rules/unblock_ip", """{"ip":"198.18.200.5","reason":"audited"}"""),
        ["POST /api/tegumentar/posture"] = ("/api/tegumentar/posture", """{"posture":"HARDENED","reason":"audited","until_seconds":1}"""),
        ["POST /api/tegumentar/wound-healing"] = ("/api/tegumentar/wound-healing", """{"playbook":"lift"}"""),
    };

    /// <summary>Calls that are no GET and change nothing that anybody could hold against them.</summary>
    private static readonly Dictionary<string, string> Silent = new()
    {
        ["POST /api/v1/policy/check"] = "changes nothing",
        ["POST /api/v1/policy/simulate"] = "changes nothing",
        ["DELETE /api/v1/session"] = "needs a session; the accounts' own tests end one",
        ["PUT /api/v1/session/password"] = "needs a session of a user; the accounts' own tests change one's password",
        ["POST /api/v1/feeds/{name}/refresh"] = "needs a block list in the policy; the feeds' own tests ask for it",
    };

    [Fact]
    public async Task Every_call_that_is_no_GET_is_audited()
    {
        using var http = running.Silo.Http("admin");
        using var admin = running.Silo.Client("admin");
        using var document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json"));
        var changing = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Where(call => !call.StartsWith("GET ", StringComparison.Ordinal) && !call.StartsWith("HEAD ", StringComparison.Ordinal))
            .Where(call => !Silent.ContainsKey(call))
            .Concat(Foreign.Keys).Order(StringComparer.Ordinal).ToArray();
        changing.ShouldNotBeEmpty();
        foreach (var call in changing)
        {
            (Calls.TryGetValue(call, out var made) || Foreign.TryGetValue(call, out made)).ShouldBeTrue($"say in {nameof(EveryChangeTests)} how '{call}' is made, or why it needs no audit");
            var before = await Newest(admin);
            using var request = new HttpRequestMessage(new HttpMethod(call.Split(' ')[0]), made.Path);
            if (made.Body is not null) request.Content = new StringContent(made.Body, Encoding.UTF8, made.Body.StartsWith('{') ? "application/json" : "text/plain");
            using var response = await http.SendAsync(request);
            var told = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldNotBe(HttpStatusCode.BadRequest, $"{call}: {told}");
            response.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError, $"{call}: {told}");
            (await Newest(admin)).ShouldBeGreaterThan(before, $"{call} left no line in the audit log; it answered {response.StatusCode}");
        }
    }

    [Fact]
    public async Task An_attempt_without_the_role_is_audited_as_refused()
    {
        using var operators = running.Silo.Client("operator");
        using var admin = running.Silo.Client("admin");
        await Should.ThrowAsync<TegumentApiException>(operators.CreateTokenAsync(new TokenCreate("mine", [TokenRole.Admin])));
        var entry = (await admin.AuditAsync()).Entries[0];
        (entry.Action, entry.Subject, entry.From).ShouldBe(("denied", "POST /api/v1/tokens", "127.0.0.1"));
        entry.Actor.ShouldStartWith("operator (");
        entry.Outcome.ShouldStartWith("refused: this needs the role admin");
    }

    [Fact]
    public async Task The_log_is_filtered_exported_and_verified_over_the_network()
    {
        using var client = running.Silo.Client("operator");
        using var admin = running.Silo.Client("admin");
        await client.BanAsync(new BanCreate(Given.Prefix("198.18.201.1"), "=once"));
        await client.UnbanAsync(Given.Prefix("198.18.201.1"), "twice");
        var found = await admin.AuditAsync(new AuditFilter(Subject: "198.18.201.1", Actions: ["unban"], Actor: "OPERATOR"));
        found.Entries.ShouldHaveSingleItem().Reason.ShouldBe("twice");

        var filter = new AuditFilter(Subject: "198.18.201.1");
        var json = (await Export(AuditFormat.Json)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        json.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString()).ShouldBe(["ban", "unban"]);
        var csv = await Export(AuditFormat.Csv);
        csv.ShouldStartWith("id,at,actor,from,action,subject,reason,outcome,before,after,hash\r\n");
        csv.ShouldContain(",'=once,done,");

        var intact = await admin.VerifyAuditAsync();
        intact.Intact.ShouldBeTrue();
        (await admin.VerifyAuditAsync((intact.Last, intact.Head!))).Intact.ShouldBeTrue();
        (await admin.VerifyAuditAsync((intact.Last, new string('0', 64)))).ShouldSatisfyAllConditions(result => result.Intact.ShouldBeFalse(), result => result.BrokenAt.ShouldBe(intact.Last));
        await Should.ThrowAsync<TegumentApiException>(client.VerifyAuditAsync());

        async Task<string> Export(AuditFormat format)
        {
            using var stream = new MemoryStream();
            await admin.ExportAuditAsync(format, stream, filter);
            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    [Theory]
    [InlineData("audit?since=yesterday", "since")]
    [InlineData("audit?text=", "text")]
    [InlineData("audit?limit=0", "limit")]
    [InlineData("audit/export?format=xml", "format")]
    [InlineData("audit/verify?id=3", "hash")]
    [InlineData("audit/verify?id=3&hash=xyz", "hash")]
    public async Task A_bad_parameter_is_refused_by_name(string query, string field)
    {
        using var http = running.Silo.Http("admin");
        using var response = await http.GetAsync($"/api/v1/{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Problem()).GetProperty("field").GetString().ShouldBe(field);
    }

    private static async Task<long> Newest(TegumentClient admin) => (await admin.AuditAsync(1)).Entries.FirstOrDefault()?.Id ?? 0;
}
