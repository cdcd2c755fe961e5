using System.Text.Json.Nodes;

namespace Tegument.Silo.Host.Gateway.Problems;

/// <summary>
/// Metadata of endpoints that speak another API's language: how their callers show their token and read errors. Endpoints without it answer
/// with problem details. Immutable.
/// </summary>
internal abstract class ErrorShape
{
    /// <summary>A header that may carry the token instead of <c>Authorization</c>.</summary>
    public virtual string? ApiKeyHeader => null;

    public virtual int StatusOf(ApiProblemException problem) => problem.Status;

    public abstract JsonObject BodyOf(ApiProblemException problem);
}
