using Microsoft.OpenApi;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Rest;

public sealed class OpenApiTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private static readonly string[] Routes =
    [
        "DELETE /api/v1/bans",
        "DELETE /api/v1/posture",
        "DELETE /api/v1/session",
        "DELETE /api/v1/sessions/{id}",
        "DELETE /api/v1/tokens/{id}",
        "DELETE /api/v1/users/{name}",
        "GET /api/v1/attackers",
        "GET /api/v1/audit",
        "GET /api/v1/audit/export",
        "GET /api/v1/audit/verify",
        "GET /api/v1/bans",
        "GET /api/v1/bans/export",
        "GET /api/v1/bouncers",
        "GET /api/v1/events",
        "GET /api/v1/evidence",
        "GET /api/v1/evidence/series",
        "GET /api/v1/explain",
        "GET /api/v1/feeds",
        "GET /api/v1/feeds/{name}/entries",
        "GET /api/v1/hosts",
        "GET /api/v1/incidents",
        "GET /api/v1/link",
        "GET /api/v1/policy",
        "GET /api/v1/posture",
        "GET /api/v1/posture/adaptive",
        "GET /api/v1/posture/history",
        "GET /api/v1/posture/lockdown",
        "GET /api/v1/posture/preview",
        "GET /api/v1/qualia",
        "GET /api/v1/qualia/history",
        "GET /api/v1/session",
        "GET /api/v1/sessions",
        "GET /api/v1/status",
        "GET /api/v1/stream",
        "GET /api/v1/targets",
        "GET /api/v1/tokens",
        "GET /api/v1/users",
        "GET /healthz",
        "POST /api/v1/bans",
        "POST /api/v1/bans/bulk",
        "POST /api/v1/bans/import",
        "POST /api/v1/bans/lift",
        "POST /api/v1/feeds/{name}/refresh",
        "POST /api/v1/hosts/{host}/flush",
        "POST /api/v1/policy",
        "POST /api/v1/policy/check",
        "POST /api/v1/policy/simulate",
        "POST /api/v1/posture/confirm",
        "POST /api/v1/sessions",
        "POST /api/v1/tokens",
        "POST /api/v1/users",
        "PUT /api/v1/posture",
        "PUT /api/v1/session/password",
        "PUT /api/v1/users/{name}",
    ];

    [Fact]
    public async Task The_document_is_valid_and_lists_every_route()
    {
        var document = await Load();
        var listed = document.Paths.SelectMany(path => path.Value.Operations!.Select(op => $"{op.Key.Method} {path.Key}"));
        listed.Order(StringComparer.Ordinal).ShouldBe(Routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_call_but_health_and_signing_in_asks_for_a_token()
    {
        var document = await Load();
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations!) (operation.Security is { Count: > 0 }).ShouldBe(path != "/healthz" && (path, method) != ("/api/v1/sessions", HttpMethod.Post), path);
        }
    }

    [Fact]
    public async Task Addresses_and_names_are_strings_in_the_schemas()
    {
        var document = await Load();
        var ban = document.Components!.Schemas!["BanCreate"].Properties!;
        ban["address"].Type.ShouldBe(JsonSchemaType.String);
        var posture = document.Components.Schemas["PosturePut"].Properties!["level"];
        posture.Enum!.Select(level => level!.ToString()).ShouldBe(["explore", "balanced", "hardened", "lockdown"]);
    }

    private async Task<OpenApiDocument> Load()
    {
        using var http = new HttpClient { BaseAddress = running.Silo.Address };
        var (document, diagnostic) = await OpenApiDocument.LoadAsync(await http.GetStreamAsync("/openapi/v1.json"), "json");
        diagnostic!.Errors.ShouldBeEmpty();
        return document!;
    }
}
