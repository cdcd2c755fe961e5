namespace Tegument.Sensor.Detect;

/// <summary>Record types (IANA "DNS parameters") as a tunnel sees them. Pure.</summary>
internal static class DnsTunnelRecordType
{
    private const ushort Cname = 5;
    private const ushort Null = 10;
    private const ushort Mx = 15;
    private const ushort Txt = 16;
    private const ushort Key = 25;
    private const ushort Srv = 33;

    /// <summary>Nobody asks for these but tunnels: NULL (RFC 1035 §3.3.10, experimental), KEY (retired by RFC 3755), private use.</summary>
    public static bool IsOdd(ushort type) => type is Null or Key or >= 65280 and <= 65534;

    /// <summary>Answers that hold text or names of the server's choice.</summary>
    public static bool IsCarrier(ushort type) => type is Cname or Mx or Txt or Srv || IsOdd(type);

    public static string NameOf(ushort type) => type switch
    {
        1 => "A",
        Cname => "CNAME",
        Null => "NULL",
        Mx => "MX",
        Txt => "TXT",
        Key => "KEY",
        28 => "AAAA",
        Srv => "SRV",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"type {type}"),
    };
}
