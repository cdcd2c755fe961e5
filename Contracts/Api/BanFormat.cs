using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Api;

/// <summary>How a list of bans is written in a file.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BanFormat>))]
public enum BanFormat
{
    /// <summary>RFC 4180 with a header; a cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    Csv,

    /// <summary>An array of objects, one a line. Also read: one object a line without the array.</summary>
    Json,

    /// <summary>An address or prefix a line, and nothing else; comments from '#' on are read.</summary>
    Plain,

    /// <summary>A script for <c>nft -f</c>: a set per prefix length, elements with timeouts.</summary>
    Nft,
}
