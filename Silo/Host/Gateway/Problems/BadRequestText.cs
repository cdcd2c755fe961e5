using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tegument.Silo.Host.Gateway.Problems;

/// <summary>Says of a request that could not be read which member or parameter is to blame and why, in our words.</summary>
internal static partial class BadRequestText
{
    public static ApiProblemException Of(BadHttpRequestException e, HttpRequest request)
    {
        if (e.InnerException is JsonException json) return OfJson(json);
        return e.StatusCode == StatusCodes.Status400BadRequest ? OfParameter(e) : ProblemMiddleware.Bare(e.StatusCode, request);
    }

    private static ApiProblemException OfJson(JsonException e)
    {
        if (Unmapped().Match(e.Message) is { Success: true } unknown)
            return ApiProblemException.Invalid(unknown.Groups[1].Value, $"there is no member '{unknown.Groups[1].Value}'");
        if (Missing().Match(e.Message) is { Success: true } missing)
            return ApiProblemException.Invalid(missing.Groups[1].Value, $"the member '{missing.Groups[1].Value}' is missing");
        if (Twice().Match(e.Message) is { Success: true } twice)
            return ApiProblemException.Invalid(twice.Groups[1].Value, $"the member '{twice.Groups[1].Value}' is given twice");
        var field = e.Path is { Length: > 2 } path ? path[2..] : null;
        var text = e.Message.Split(" Path:", 2)[0];
        if (Converting().IsMatch(text)) text = "the value is not one that this member takes";
        return new ApiProblemException(StatusCodes.Status400BadRequest, "invalid request", text, field);
    }

    private static ApiProblemException OfParameter(BadHttpRequestException e)
    {
        var field = Parameter().Match(e.Message) is { Success: true } match ? char.ToLowerInvariant(match.Groups[1].Value[0]) + match.Groups[1].Value[1..] : null;
        var text = field is null ? e.Message : $"'{field}' is missing or not a value it takes";
        return new ApiProblemException(e.StatusCode, "invalid request", text, field);
    }

    [GeneratedRegex("^The JSON property '([^']+)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: '([^']+)'")]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property '([^']+)'")]
    private static partial Regex Twice();

    [GeneratedRegex("^The JSON value could not be converted")]
    private static partial Regex Converting();

    [GeneratedRegex("""parameter ".*?(\w+)" """)]
    private static partial Regex Parameter();
}
