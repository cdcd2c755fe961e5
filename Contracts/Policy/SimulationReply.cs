using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Policy;

/// <summary>The answer to <c>POST /api/v1/policy/simulate</c>. Nothing was changed.</summary>
/// <param name="From">The beginning of what was judged; later than asked for when less is recorded.</param>
/// <param name="Posture">The posture that was asked for; null when each time had its own.</param>
/// <param name="Changes">One line per setting that differs.</param>
/// <param name="NewlyBanned">The first thousand, highest score first.</param>
/// <param name="Spared">The first thousand, highest score first.</param>
/// <param name="NotRecorded">Evidence since the silo's start that found no room in the record: what it would change is not told.</param>
public sealed record SimulationReply(
    DateTimeOffset From,
    DateTimeOffset To,
    PostureLevel? Posture,
    string[] Changes,
    SimulationTotals Totals,
    SimulatedChange[] NewlyBanned,
    SimulatedChange[] Spared,
    long NotRecorded);
