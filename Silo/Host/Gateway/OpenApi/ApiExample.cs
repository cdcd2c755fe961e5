namespace Tegument.Silo.Host.Gateway.OpenApi;

/// <summary>
/// How an endpoint is called, as its documentation shows it and its test does it. The reply that belongs to it is recorded from a real silo
/// (<c>OpenApi/Replies/NAME.json</c>), never written by hand.
/// </summary>
/// <param name="Query">"name=value&amp;name=value", unescaped.</param>
/// <param name="Body">JSON, or as <paramref name="MediaType"/> says.</param>
/// <param name="Route">"name=value" of the route's parameters.</param>
public sealed record ApiExample(string? Query, string? Body, string? Route, string MediaType = "application/json");
