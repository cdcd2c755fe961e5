namespace Tegument.Contracts.Policy;

/// <summary>The answer to <c>POST /api/v1/policy</c>: the policy that runs now, and what it changed.</summary>
/// <param name="Before">The version that ran before.</param>
/// <param name="Changes">One line per setting that differs; empty when the text differs in comments alone, or not at all.</param>
/// <param name="Banned">Suspects that it banned at once.</param>
/// <param name="Ended">Automatic bans that it would not have made, and bans of what it allows.</param>
public sealed record PolicyApplied(PolicyReport Report, string Before, string[] Changes, int Banned, int Ended);
