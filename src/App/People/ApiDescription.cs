using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Afterglow.Core;
using Afterglow.Core.Units;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Afterglow.App.People;

/// <summary>The description of the HTTP API at <c>/openapi/v1.json</c>: what there is, who may call it and how quantities are written.</summary>
internal static class ApiDescription
{
    private const string Program = "program";
    private const string Browser = "browser";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = described =>
            described.RelativePath?.TrimStart('/') is { } path && (path.StartsWith("api/", StringComparison.Ordinal) || path.StartsWith("health", StringComparison.Ordinal));
        // Two records of one name (a chart's AmendEntry and a session's) are two schemas.
        options.CreateSchemaReferenceId = described => OpenApiOptions.CreateDefaultSchemaReferenceId(described) is { } id && Shared.Contains(described.Type.Name)
            ? described.Type.Namespace!.Split('.')[^1] + id
            : OpenApiOptions.CreateDefaultSchemaReferenceId(described);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Afterglow", Version = "v1",
                Description =
                    "Everything a treatment session needs. Quantities are text with their unit; instants are UTC; refusals are problem details "
                    + "with a permanent code. Afterglow supports clinicians, does not replace their judgement, and is not a cleared medical device.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Program] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.OAuth2,
                    Description = "A client made with ./afterglow client create exchanges its secret for a token of 60 minutes.",
                    Flows = new OpenApiOAuthFlows
                    {
                        ClientCredentials = new OpenApiOAuthFlow
                        {
                            TokenUrl = new Uri("/connect/token", UriKind.Relative),
                            Scopes = Policies.Scopes.ToDictionary(scope => scope.Key, scope => string.Join(", ", scope.Value)),
                        },
                    },
                },
                [Browser] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = PeopleModule.CookieName,
                    Description = "A signed-in browser. Whatever is not GET also carries the header X-CSRF-TOKEN, whose value GET /api/antiforgery answers.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var rights = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>().ToList();
            if (rights.Count == 0) return Task.CompletedTask;
            var scopes = Policies.Scopes.Where(scope => rights.All(right => scope.Value.Contains(right))).Select(scope => scope.Key).ToList();
            operation.Security = [.. scopes.Select(scope => new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(Program, context.Document)] = [scope],
                }),
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Browser, context.Document)] = [] },
            ];
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "Nobody is signed in and no valid token was sent." });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"The caller lacks the right {string.Join(", ", rights)}." });
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (ExampleOf(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) is { } example)
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = null;
                schema.Properties = null;
                schema.Examples = [example];
                schema.Description = "A number and its unit.";
            }
            else if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) is { IsEnum: true } choice)
            {
                // Sent and read as words (SessionJson); a number is refused.
                schema.Type = JsonSchemaType.String;
                schema.Format = null;
                schema.Enum = [.. Enum.GetNames(choice).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))];
            }
            return Task.CompletedTask;
        });
    });

    // A quantity's own refusal says how it is written: the description cannot drift from the reader.
    internal static string? ExampleOf(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(shape => shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(IQuantity<>))
            ? (string?)Example.MakeGenericMethod(type).Invoke(null, null)
            : null;

    private static readonly IReadOnlySet<string> Shared = new[] { typeof(ApiDescription).Assembly, typeof(IQuantity<>).Assembly }
        .SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsNested: false, Namespace: not null, IsGenericType: false })
        .GroupBy(type => type.Name).Where(types => types.Count() > 1).Select(types => types.Key).ToHashSet();

    private static readonly MethodInfo Example = typeof(ApiDescription).GetMethod(nameof(ExampleOfQuantity), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static string? ExampleOfQuantity<T>() where T : struct, IQuantity<T> => (T.Read("").Refusal as NotAQuantity)?.Example;
}
