using System.Buffers.Binary;
using System.Text;

namespace Tegument.Console.Tests.Load;

/// <summary>
/// As much of SignalR's MessagePack hub protocol as a circuit needs (aspnetcore, HubProtocol.md): invocations out; invocations, results and pings
/// in. Each message is preceded by its length as a variable-length integer.
/// </summary>
internal static class BlazorPack
{
    public static readonly byte[] Ping = [0x02, 0x91, 0x06];

    public static byte[] Invoke(string? id, string target, params object?[] arguments)
    {
        using var body = new MemoryStream();
        body.WriteByte(0x95);
        Write(body, 1);
        body.WriteByte(0x80);
        Write(body, id);
        Write(body, target);
        body.WriteByte((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments) Write(body, argument);
        var bytes = body.ToArray();
        using var framed = new MemoryStream();
        for (var rest = (uint)bytes.Length; ; rest >>= 7)
        {
            framed.WriteByte((byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80));
            if (rest < 0x80) break;
        }

        framed.Write(bytes);
        return framed.ToArray();
    }

    /// <summary>Every message of a frame as its values: [1, headers, id, target, arguments] is an invocation.</summary>
    public static List<object?[]> Messages(ReadOnlySpan<byte> frame)
    {
        var found = new List<object?[]>();
        while (!frame.IsEmpty)
        {
            var (length, shift) = (0u, 0);
            byte part;
            do
            {
                part = frame[0];
                frame = frame[1..];
                length |= (uint)(part & 0x7F) << shift;
                shift += 7;
            }
            while (part >= 0x80);

            var message = frame[..(int)length];
            frame = frame[(int)length..];
            if (Value(ref message) is object?[] values) found.Add(values);
        }

        return found;
    }

    private static void Write(Stream to, object? value)
    {
        Span<byte> length = stackalloc byte[5];
        switch (value)
        {
            case null:
                to.WriteByte(0xC0);
                break;
            case bool truth:
                to.WriteByte(truth ? (byte)0xC3 : (byte)0xC2);
                break;
            case int or long:
                length[0] = 0xD2;
                BinaryPrimitives.WriteInt32BigEndian(length[1..], Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));
                to.Write(length);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                length[0] = 0xDB;
                BinaryPrimitives.WriteInt32BigEndian(length[1..], bytes.Length);
                to.Write(length);
                to.Write(bytes);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not written");
        }
    }

    private static object? Value(ref ReadOnlySpan<byte> from)
    {
        var head = from[0];
        from = from[1..];
        switch (head)
        {
            case <= 0x7F: return (long)head;
            case >= 0xE0: return (long)(sbyte)head;
            case <= 0x8F: return Map(ref from, head & 0x0F);
            case <= 0x9F: return Array(ref from, head & 0x0F);
            case <= 0xBF: return Text(ref from, head & 0x1F);
            case 0xC0: return null;
            case 0xC2: return false;
            case 0xC3: return true;
            case 0xC4 or 0xD9: return Bytes(ref from, Take(ref from, 1), head == 0xD9);
            case 0xC5 or 0xDA: return Bytes(ref from, Take(ref from, 2), head == 0xDA);
            case 0xC6 or 0xDB: return Bytes(ref from, Take(ref from, 4), head == 0xDB);
            case 0xCC: return Take(ref from, 1);
            case 0xCD: return Take(ref from, 2);
            case 0xCE or 0xD2: return Take(ref from, 4);
            case 0xCF or 0xD3: return Take(ref from, 8);
            case 0xD0: return (long)(sbyte)Take(ref from, 1);
            case 0xD1: return (long)(short)Take(ref from, 2);
            case 0xDC: return Array(ref from, (int)Take(ref from, 2));
            case 0xDD: return Array(ref from, (int)Take(ref from, 4));
            default: throw new FormatException($"MessagePack 0x{head:X2} is not read");
        }
    }

    private static long Take(ref ReadOnlySpan<byte> from, int bytes)
    {
        long value = 0;
        for (var i = 0; i < bytes; i++) value = (value << 8) | from[i];
        from = from[bytes..];
        return value;
    }

    private static string Text(ref ReadOnlySpan<byte> from, int length)
    {
        var text = Encoding.UTF8.GetString(from[..length]);
        from = from[length..];
        return text;
    }

    /// <summary>Of bytes only how many: a batch's content is the browser's business.</summary>
    private static object Bytes(ref ReadOnlySpan<byte> from, long length, bool text)
    {
        if (text) return Text(ref from, (int)length);
        from = from[(int)length..];
        return length;
    }

    private static object?[] Array(ref ReadOnlySpan<byte> from, int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++) values[i] = Value(ref from);
        return values;
    }

    private static object? Map(ref ReadOnlySpan<byte> from, int count)
    {
        for (var i = 0; i < 2 * count; i++) Value(ref from);
        return null;
    }
}
