namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/bouncers</c>, the latest puller first.</summary>
public sealed record BouncerList(BouncerView[] Bouncers);
