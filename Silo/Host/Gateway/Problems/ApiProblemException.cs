using Tegument.Contracts.Api;
using Tegument.Contracts.Policy;

namespace Tegument.Silo.Host.Gateway.Problems;

/// <summary>A refusal on its way to the caller. The message is the detail; nothing was changed.</summary>
public sealed class ApiProblemException : Exception
{
    public ApiProblemException()
    {
    }

    public ApiProblemException(string message)
        : base(message)
    {
    }

    public ApiProblemException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ApiProblemException(int status, string title, string detail, string? field = null)
        : base(detail)
    {
        Status = status;
        Title = title;
        Field = field;
    }

    public int Status { get; } = StatusCodes.Status500InternalServerError;

    public string Title { get; } = "internal error";

    /// <summary>The member or parameter to blame.</summary>
    public string? Field { get; }

    /// <summary>The bad lines of a file; null where none was sent.</summary>
    public ImportFault[]? Faults { get; init; }

    /// <summary>Of a policy: all that is wrong with it.</summary>
    public PolicyFault[]? PolicyFaults { get; init; }

    public static ApiProblemException Invalid(string field, string detail) =>
        new(StatusCodes.Status400BadRequest, "invalid request", detail, field);

    public static ApiProblemException Conflict(string title, string detail, string? field = null) =>
        new(StatusCodes.Status409Conflict, title, detail, field);

    public static ApiProblemException NotFound(string detail) => new(StatusCodes.Status404NotFound, "not found", detail);
}
