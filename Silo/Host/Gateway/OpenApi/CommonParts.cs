using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Idempotency;

namespace Tegument.Silo.Host.Gateway.OpenApi;

/// <summary>What every operation of a kind has: the header that makes a write safe to repeat, the refusals of a body, the roles let in.</summary>
internal static class CommonParts
{
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var allow = context.Description.ActionDescriptor.EndpointMetadata.OfType<Allow>().FirstOrDefault();
        if (allow?.Roles is { } roles)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
            operation.Extensions["x-roles"] = new JsonNodeExtension(new JsonArray([.. roles.Select(role => (JsonNode)WireName.Of(role))]));
        }

        if (operation.RequestBody is not null)
        {
            Refuse(operation, context, StatusCodes.Status413PayloadTooLarge);
            Refuse(operation, context, StatusCodes.Status415UnsupportedMediaType);
        }

        if (HttpMethods.IsGet(context.Description.HttpMethod ?? "GET") || allow?.Roles is null) return Task.CompletedTask;
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<SecretRequest>().Any()) return Task.CompletedTask;
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyMiddleware.Header,
            In = ParameterLocation.Header,
            Description = "Done once per key and token: sent again within a day, the call gets its first reply.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyMiddleware.MaxKeyLength },
        });
        Refuse(operation, context, StatusCodes.Status409Conflict);
        Refuse(operation, context, StatusCodes.Status422UnprocessableEntity);
        return Task.CompletedTask;
    }

    private static void Refuse(OpenApiOperation operation, OpenApiOperationTransformerContext context, int status)
    {
        var key = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        operation.Responses ??= [];
        operation.Responses.TryAdd(key, new OpenApiResponse
        {
            Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemReply.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemReply), context.Document) },
            },
        });
    }
}
