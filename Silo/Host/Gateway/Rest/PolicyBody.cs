using Microsoft.AspNetCore.Http.Metadata;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary>A policy on its way in: the one kind of body that is not JSON and may be larger than the rest.</summary>
internal static class PolicyBody
{
    public const string MediaType = "application/yaml";

    /// <summary>What faults of a sent policy call the file.</summary>
    public const string Name = "policy";

    /// <summary>Says in the OpenAPI document what the endpoint takes, and lets it in.</summary>
    public static RouteHandlerBuilder TakesPolicy(this RouteHandlerBuilder endpoint) => endpoint
        .Accepts<string>(isOptional: true, MediaType, "application/x-yaml", "text/yaml", "text/plain")
        .WithMetadata(new Limit(PolicyLimits.MaxLength + 1));

    /// <summary>The body as text; empty when there is none.</summary>
    public static async Task<string> Read(HttpContext context)
    {
        if (context.Request.ContentLength > PolicyLimits.MaxLength) throw TooLarge();
        using var buffer = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            return PolicyFile.TextOf(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (IOException e) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw buffer.Length > PolicyLimits.MaxLength ? TooLarge() : ApiProblemException.Invalid("body", e.Message);
        }
    }

    /// <summary>Every fault on a line of its own, the first one's setting as the field.</summary>
    public static ApiProblemException Refused(string file, PolicyReading reading)
    {
        var lines = reading.Faults.Select(fault => fault.In(file));
        if (reading.Total > reading.Faults.Length) lines = lines.Append($"and {reading.Total - reading.Faults.Length} more");
        var field = reading.Faults[0].Path;
        return new ApiProblemException(StatusCodes.Status400BadRequest, "bad policy", string.Join('\n', lines), field.Length == 0 ? null : field) { PolicyFaults = reading.Faults };
    }

    private static ApiProblemException TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, "request too large", $"a policy may have {PolicyLimits.MaxLength} bytes");

    /// <summary>How large a body may be.</summary>
    internal sealed record Limit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
