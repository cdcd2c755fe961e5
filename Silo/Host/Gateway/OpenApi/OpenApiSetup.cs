using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tegument.Contracts.Addresses;
using Tegument.Silo.Host.Gateway.Access;

namespace Tegument.Silo.Host.Gateway.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>: made from the endpoints themselves, so that it cannot disagree with them.</summary>
public static class OpenApiSetup
{
    private const string SchemeName = "bearer";

    public static void AddTegumentOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddOperationTransformer((operation, context, _) => Protect(operation, context));
        options.AddOperationTransformer((operation, context, _) => CommonParts.Add(operation, context));
        options.AddOperationTransformer((operation, _, _) => ParameterTexts.Describe(operation));
        options.AddOperationTransformer((operation, context, _) => ExampleTransformer.Show(operation, context));
        options.AddSchemaTransformer((schema, context, _) => Shape(schema, context.JsonTypeInfo.Type));
    });

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Tegument",
            Version = "v1",
            Description = "Bans, reasons, posture and hosts of one fleet. Errors are problem details (RFC 9457) with a member \"field\".",
        };
        document.Servers?.Clear(); // Whoever reads the document knows where it came from.
        document.Components ??= new OpenApiComponents();
        document.AddComponent(SchemeName, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of the role that the call needs." });
        return Task.CompletedTask;
    }

    private static Task Protect(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var allow = context.Description.ActionDescriptor.EndpointMetadata.OfType<Allow>().FirstOrDefault();
        if (allow?.Roles is null) return Task.CompletedTask;
        var reference = new OpenApiSecuritySchemeReference(SchemeName, context.Document);
        operation.Security = [new OpenApiSecurityRequirement { [reference] = [] }];
        return Task.CompletedTask;
    }

    // What our converters write is a string, which the schema exporter cannot see.
    private static Task Shape(OpenApiSchema schema, Type type)
    {
        var (format, text) = (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var t when t == typeof(IpKey) => ("ip", "An IPv4 or IPv6 address."),
            var t when t == typeof(IpPrefix) => ("ip-prefix", "An address, or ADDRESS/LENGTH."),
            var t when t == typeof(DateTimeOffset) => ("date-time", "RFC 3339, UTC."),
            _ => (null, null),
        };
        if (format is null) return Task.CompletedTask;
        schema.Type = Nullable.GetUnderlyingType(type) is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        schema.Format = format;
        schema.Description ??= text;
        return Task.CompletedTask;
    }
}
