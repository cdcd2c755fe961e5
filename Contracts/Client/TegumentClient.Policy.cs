using Tegument.Contracts.Policy;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <content>The policy: reading, checking, simulating and replacing it.</content>
public sealed partial class TegumentClient
{
    /// <summary>The policy that runs, as text.</summary>
    public Task<PolicyReply> PolicyAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "policy", ApiJson.Default.PolicyReply, cancel);

    /// <summary>Has a policy take over; an empty text has the silo re-read its file. Status 400 with all faults when it is none.</summary>
    public Task<PolicyApplied> ApplyPolicyAsync(string text, string reason, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _api.CallYaml($"policy?reason={Uri.EscapeDataString(reason)}", text, ApiJson.Default.PolicyApplied, cancel);
    }

    /// <summary>What is wrong with a policy and what it would change; changes nothing.</summary>
    public Task<PolicyCheckReply> CheckPolicyAsync(string text, CancellationToken cancel = default) =>
        _api.CallYaml("policy/check", text, ApiJson.Default.PolicyCheckReply, cancel);

    /// <summary>Whom a policy would newly have banned or spared, on recorded evidence; may take seconds, and changes nothing.</summary>
    public Task<SimulationReply> SimulatePolicyAsync(SimulationRequest request, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "policy/simulate", request, ApiJson.Default.SimulationRequest, ApiJson.Default.SimulationReply, cancel);
}
