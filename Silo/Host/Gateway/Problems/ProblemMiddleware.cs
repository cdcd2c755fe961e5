using System.Text.Json;
using Orleans.Runtime;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Problems;

/// <summary>Answers every error, whoever made it, as RFC 9457 problem details. What we did not foresee is logged and told without its inside.</summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400 } response) await Write(context, Bare(response.StatusCode, context.Request));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Write(context, Of(e, context));
        }
    }

    private ApiProblemException Of(Exception e, HttpContext context)
    {
        switch (e)
        {
            case ApiProblemException problem: return problem;
            case BadHttpRequestException bad: return BadRequestText.Of(bad, context.Request);
            case StorageException storage: return new(StatusCodes.Status503ServiceUnavailable, "storage", $"nothing was changed: {storage.Message}");
            case LimitExceededException:
                context.Response.Headers.RetryAfter = "1";
                return new(StatusCodes.Status503ServiceUnavailable, "overloaded", "the silo has more to do than it can; try again");
            default:
                LogUnforeseen(context.Request.Method, context.Request.Path, e);
                return new(StatusCodes.Status500InternalServerError, "internal error", "the silo failed on this call; its log says why");
        }
    }

    internal static ApiProblemException Bare(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status404NotFound => ApiProblemException.NotFound($"there is no {request.Path}"),
        StatusCodes.Status405MethodNotAllowed => new(status, "method not allowed", $"{request.Path} does not take {request.Method}"),
        StatusCodes.Status413PayloadTooLarge => new(status, "request too large", $"a request body may have {BodyLimit.Of(request)} bytes"),
        StatusCodes.Status415UnsupportedMediaType => new(status, "unsupported media type", "the body must be application/json"),
        _ => new(status, "refused", $"the request was refused with status {status}"),
    };

    private static Task Write(HttpContext context, ApiProblemException problem)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ErrorShape>() is { } shape)
        {
            context.Response.StatusCode = shape.StatusOf(problem);
            return context.Response.WriteAsJsonAsync(shape.BodyOf(problem), JsonSerializerOptions.Default, context.RequestAborted);
        }

        var body = new ProblemReply("about:blank", problem.Title, problem.Status, problem.Message, context.Request.Path, problem.Field, problem.Faults, problem.PolicyFaults);
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(body, ApiJson.Default.ProblemReply, ProblemReply.MediaType, context.RequestAborted);
    }

    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogUnforeseen(string method, string path, Exception error);
}
