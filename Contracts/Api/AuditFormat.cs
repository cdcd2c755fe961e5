using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Api;

/// <summary>How the audit log is written in a file.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AuditFormat>))]
public enum AuditFormat
{
    /// <summary>An object a line.</summary>
    Json,

    /// <summary>RFC 4180 with a header; a cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    Csv,
}
