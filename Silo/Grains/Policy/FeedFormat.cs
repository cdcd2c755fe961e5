using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Policy;

/// <summary>How a block list is written.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FeedFormat>))]
public enum FeedFormat : byte
{
    /// <summary>An address or prefix a line; what follows a blank, # or ; is a comment.</summary>
    Plain = 0,

    /// <summary>Separated by commas, semicolons or tabs; one column holds addresses or prefixes.</summary>
    Csv = 1,

    /// <summary>MISP events or attributes as JSON: ip-src, ip-dst and their "|port" forms that are meant for detection (to_ids).</summary>
    Misp = 2,
}
