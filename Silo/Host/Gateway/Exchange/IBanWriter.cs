using System.Text;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>Writes bans in one format, in the order of their prefixes. Used by one export; the caller empties the text between calls.</summary>
internal interface IBanWriter
{
    string MediaType { get; }

    void Begin(StringBuilder text);

    void Write(StringBuilder text, Ban ban);

    void End(StringBuilder text);
}
