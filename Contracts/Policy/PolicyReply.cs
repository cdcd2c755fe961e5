namespace Tegument.Contracts.Policy;

/// <summary>The answer to <c>GET /api/v1/policy</c>: the text that runs, which may not be what the file holds by now.</summary>
/// <param name="Faults">What was wrong with the file when it was last read; empty when it was good.</param>
public sealed record PolicyReply(PolicyReport Report, string Text, PolicyFault[] Faults);
