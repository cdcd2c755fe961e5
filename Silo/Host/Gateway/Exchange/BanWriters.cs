using System.Globalization;
using System.Text;
using System.Text.Json;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>The formats of an export. Seconds left count from <c>now</c>, the same for all rows.</summary>
internal static class BanWriters
{
    public static IBanWriter Of(BanFormat format, DateTimeOffset now) => format switch
    {
        BanFormat.Csv => new Csv(now),
        BanFormat.Json => new Json(now),
        BanFormat.Plain => new Plain(),
        _ => new NftWriter(now),
    };

    public static ExportedBan Record(Ban ban, DateTimeOffset now) => new(
        ban.Prefix, ban.Origin, ban.Actor, ban.Reason, ban.Created, ban.Expires, Math.Max(0, Math.Round((ban.Expires - now).TotalSeconds, 3)), ban.Score);

    private sealed class Csv(DateTimeOffset now) : IBanWriter
    {
        private const string Time = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        private const string LineEnd = "\r\n";

        public string MediaType => "text/csv";

        public void Begin(StringBuilder text) => text.AppendJoin(',', BanFields.Names).Append(LineEnd);

        public void Write(StringBuilder text, Ban ban)
        {
            var record = Record(ban, now);
            text.Append(record.Address.ToString()).Append(',').Append(WireName.Of(record.Origin)).Append(',');
            CsvCell.Write(text, record.Actor);
            text.Append(',');
            CsvCell.Write(text, record.Reason);
            text.Append(
                CultureInfo.InvariantCulture,
                $",{record.Created.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)},{record.Expires.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)},{record.SecondsLeft},{record.Score}{LineEnd}");
        }

        public void End(StringBuilder text)
        {
        }
    }

    private sealed class Json(DateTimeOffset now) : IBanWriter
    {
        private bool _any;

        public string MediaType => "application/json";

        public void Begin(StringBuilder text) => text.Append('[');

        public void Write(StringBuilder text, Ban ban)
        {
            text.Append(_any ? ",\n" : "\n").Append(JsonSerializer.Serialize(Record(ban, now), ApiJson.Default.ExportedBan));
            _any = true;
        }

        public void End(StringBuilder text) => text.Append("\n]\n");
    }

    private sealed class Plain : IBanWriter
    {
        private IpPrefix? _last;

        public string MediaType => "text/plain";

        public void Begin(StringBuilder text)
        {
        }

        public void Write(StringBuilder text, Ban ban)
        {
            if (_last == ban.Prefix) return; // Another origin's ban of the same.
            _last = ban.Prefix;
            text.Append(ban.Prefix.ToString()).Append('\n');
        }

        public void End(StringBuilder text)
        {
        }
    }
}
