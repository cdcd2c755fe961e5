using System.Net;
using System.Text;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.OpenApi;

/// <summary>Every operation of the document, with every role and with none: who may do what is written down here a second time.</summary>
public sealed class RoleMatrixTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string Nobody = "";
    private const string Any = "viewer operator admin sensor executor bouncer";
    private const string Viewers = "viewer operator admin";
    private const string Operators = "operator admin";
    private const string Banning = "operator admin sensor";
    private const string Admins = "admin";

    /// <summary>By operation id; <see cref="Nobody"/> asks for no token at all.</summary>
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["health"] = Nobody, ["status"] = Any, ["list-bans"] = Any, ["ban"] = Banning, ["unban"] = Banning, ["explain"] = Any, ["posture"] = Any,
        ["set-posture"] = Operators, ["list-hosts"] = Viewers, ["flush-host"] = Admins, ["list-incidents"] = Viewers, ["list-tokens"] = Admins,
        ["create-token"] = Admins, ["revoke-token"] = Admins, ["audit"] = Admins, ["events"] = Any, ["stream"] = Any, ["link"] = "sensor executor",
        ["ban-bulk"] = Operators, ["lift-bans"] = Operators, ["export-bans"] = Viewers, ["import-bans"] = Operators, ["release-posture"] = Operators,
        ["posture-history"] = Viewers, ["posture-adaptive"] = Any, ["export-audit"] = Admins, ["verify-audit"] = Admins, ["qualia"] = Viewers,
        ["qualia-history"] = Viewers, ["evidence-series"] = Viewers, ["list-feeds"] = Viewers, ["list-attackers"] = Viewers, ["list-evidence"] = Viewers, ["list-targets"] = Viewers, ["list-feed-entries"] = Viewers, ["refresh-feed"] = Operators,
        ["policy"] = Viewers, ["apply-policy"] = Admins, ["check-policy"] = Viewers, ["simulate-policy"] = Operators, ["posture-preview"] = Viewers,
        ["sign-in"] = Nobody, ["session"] = Any, ["sign-out"] = Viewers, ["change-password"] = Viewers, ["list-sessions"] = Admins, ["end-session"] = Admins,
        ["list-users"] = Admins, ["create-user"] = Admins, ["change-user"] = Admins, ["delete-user"] = Admins,
        ["list-bouncers"] = Viewers, ["preview-lockdown"] = Viewers, ["confirm-lockdown"] = Operators,
    };

    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task Nobody_may_do_more_than_is_written_down_here()
    {
        var document = await ApiDocument.Of(_silo);
        var clients = await Clients();
        using var stranger = new HttpClient { BaseAddress = _silo.Address };
        foreach (var operation in document.Operations)
        {
            var allowed = Expected.GetValueOrDefault(operation.Id).ShouldNotBeNull($"{operation}: say above who may call {operation.Id}");
            string.Join(' ', operation.Roles ?? []).ShouldBe(allowed, $"{operation}: the document's roles");
            var open = await Status(stranger, operation);
            (open == HttpStatusCode.Unauthorized).ShouldBe(allowed != Nobody, $"{operation}: without a token {open}");
            if (allowed == Nobody) continue;
            foreach (var (role, http) in clients)
            {
                var status = await Status(http, operation);
                status.ShouldNotBe(HttpStatusCode.Unauthorized, $"{operation}: {role}");
                (status == HttpStatusCode.Forbidden).ShouldBe(!allowed.Split(' ').Contains(role), $"{operation}: {role} {status}");
                if ((int)status >= 400) operation.Responses.ContainsKey(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture)).ShouldBeTrue($"{operation}: {(int)status} is not in the document");
            }
        }

        foreach (var http in clients.Values) http.Dispose();
    }

    private async Task<Dictionary<string, HttpClient>> Clients()
    {
        using var admin = _silo.Client("admin");
        var clients = new Dictionary<string, HttpClient>();
        foreach (var role in Enum.GetValues<TokenRole>())
        {
            var made = await admin.CreateTokenAsync(new TokenCreate("matrix", [role]));
            var http = new HttpClient { BaseAddress = _silo.Address };
            http.DefaultRequestHeaders.Authorization = new("Bearer", made.Secret);
            clients.Add(WireName.Of(role), http);
        }

        return clients;
    }

    /// <summary>Calls with nothing in it that could be done.</summary>
    private static async Task<HttpStatusCode> Status(HttpClient http, ApiOperation operation)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(operation.Path, @"\{\w+\}", "none");
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
        if (operation.RequestContent is not null) request.Content = new StringContent("{}", Encoding.UTF8, operation.RequestContent.First().Key.Replace("*/*", "text/plain", StringComparison.Ordinal));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
