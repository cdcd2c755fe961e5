namespace Tegument.Contracts.Api;

/// <summary>One bad line of a file.</summary>
/// <param name="Line">From 1; in JSON the number of the object.</param>
public sealed record ImportFault(long Line, string Fault);
