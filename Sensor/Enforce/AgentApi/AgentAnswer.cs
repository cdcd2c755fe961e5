namespace Tegument.Sensor.Enforce.AgentApi;

/// <summary>The ledger's answer to a local program.</summary>
/// <param name="Message">One sentence for people.</param>
public sealed record AgentAnswer(AgentOutcome Outcome, string Message);
