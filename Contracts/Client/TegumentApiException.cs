using System.Net;
using Tegument.Contracts.Api;
using Tegument.Contracts.Policy;

namespace Tegument.Contracts.Client;

/// <summary>The silo refused a call. The message is one line made of the problem's title, detail and field.</summary>
public sealed class TegumentApiException : Exception
{
    public TegumentApiException()
    {
    }

    public TegumentApiException(string message)
        : base(message)
    {
    }

    public TegumentApiException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public TegumentApiException(HttpStatusCode status, ProblemReply problem)
        : base(Line(status, problem))
    {
        Status = status;
        Title = problem.Title;
        Detail = problem.Detail;
        Field = problem.Field;
        Faults = problem.Faults ?? [];
        PolicyFaults = problem.PolicyFaults ?? [];
    }

    /// <summary>The HTTP status; 0 when the reply was not one of a silo.</summary>
    public HttpStatusCode Status { get; }

    public string? Title { get; }

    public string? Detail { get; }

    /// <summary>The member or parameter to blame, or null.</summary>
    public string? Field { get; }

    /// <summary>The bad lines of a file that was refused.</summary>
    public IReadOnlyList<ImportFault> Faults { get; } = [];

    /// <summary>Of a policy that was refused: everything wrong with it; empty for all else.</summary>
    public IReadOnlyList<PolicyFault> PolicyFaults { get; } = [];

    private static string Line(HttpStatusCode status, ProblemReply problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var text = problem.Detail ?? problem.Title ?? $"the silo answered {(int)status}";
        var blamed = problem.Field is { } field && !text.Contains(field, StringComparison.Ordinal) ? $"{field}: {text}" : text;
        return blamed.ReplaceLineEndings(" ");
    }
}
