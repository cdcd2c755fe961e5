namespace Tegument.Contracts.Policy;

/// <summary>The running policy in short.</summary>
/// <param name="File">Where the silo reads it.</param>
/// <param name="Version">The same text has the same version.</param>
/// <param name="By">Who had it loaded.</param>
/// <param name="Fault">The first thing wrong with the file, as FILE:LINE:COLUMN: ...; null when it was good.</param>
/// <param name="Unresolved">DNS names of the allow list that have found no answer yet.</param>
public sealed record PolicyReport(
    PolicyState State, string File, string Version, DateTimeOffset LoadedAt, string By, string? Fault = null, int Unresolved = 0);
