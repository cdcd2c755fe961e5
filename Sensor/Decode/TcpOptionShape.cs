namespace Tegument.Sensor.Decode;

/// <summary>Which TCP options a segment carried. A stack's SYN has several; a raw packet's has a bare MSS or nothing.</summary>
[Flags]
public enum TcpOptionShape : byte
{
    None = 0,
    Mss = 1,
    WindowScale = 2,
    SackPermitted = 4,
    Timestamps = 8,
    FastOpen = 16,
    Other = 32,
}
