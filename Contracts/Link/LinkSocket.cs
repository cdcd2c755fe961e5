using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Tegument.Contracts.Wire;
using Tegument.Contracts.Wire.Batches;

namespace Tegument.Contracts.Link;

/// <summary>
/// Frames over a WebSocket, the same at both ends. One reader at a time; writers queue for their turn. Owns the socket.
/// Loss of the peer shows as an exception that <see cref="IsLoss"/> knows.
/// </summary>
public sealed class LinkSocket : IDisposable
{
    /// <summary>Bytes of the largest message that a silo takes from a host.</summary>
    public const int MaxFromHost = 16 * 1024 * 1024;

    /// <summary>Bytes of the largest message that a host takes from its silo: a snapshot of some two million bans.</summary>
    public const int MaxFromSilo = 256 * 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    /// <summary>A longer message leaves in parts: whoever sends a snapshot to a slow peer holds it once, not again in every buffer on the way.</summary>
    private const int MaxPart = 64 * 1024;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly int _maxMessage;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private byte _binaryBatches;

    public LinkSocket(WebSocket socket, int maxMessage)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _socket = socket;
        _maxMessage = maxMessage;
    }

    /// <summary>Whether an exception of read or write means that the peer is gone.</summary>
    public static bool IsLoss(Exception e) => e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    /// <summary>From now on batches leave in binary: the peer reads it, up to this version.</summary>
    public void UseBinaryBatches(int version) => _binaryBatches = (byte)Math.Clamp(version, BatchFormat.FirstVersion, BatchFormat.Version);

    public Task WriteAsync(LinkFrame frame, CancellationToken cancel)
    {
        if (frame is not BatchFrame { Batch: var batch } || _binaryBatches == 0) return WriteAsync(Encode(frame), WebSocketMessageType.Text, cancel);
        var bytes = new ArrayBufferWriter<byte>(FirstBuffer);
        BatchWriter.Write(batch, bytes, _binaryBatches);
        return WriteAsync(bytes.WrittenMemory, WebSocketMessageType.Binary, cancel);
    }

    /// <summary>The text message of a frame, for who sends the same to many.</summary>
    public static byte[] Encode(LinkFrame frame) =>
        JsonSerializer.SerializeToUtf8Bytes(frame, LinkJson.Default.LinkFrame); // As the base type, or the discriminator would be missing.

    public async Task WriteAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            for (; message.Length > MaxPart; message = message[MaxPart..])
                await _socket.SendAsync(message[..MaxPart], type, endOfMessage: false, cancel).ConfigureAwait(false);
            await _socket.SendAsync(message, type, endOfMessage: true, cancel).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task<LinkRead> ReadAsync(CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancel).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await CloseAsync(WebSocketCloseStatus.NormalClosure, "bye").ConfigureAwait(false);
                    return default;
                }

                length += part.Count;
                if (length > _maxMessage) return new LinkRead(null, $"a message may have {_maxMessage} bytes", TooLarge: true);
                if (part.EndOfMessage) return Parse(part.MessageType, buffer.AsSpan(0, length));
                if (length == buffer.Length) Grow(ref buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Says goodbye, or answers one, if the peer still listens; never throws.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        using var patience = new CancellationTokenSource(ClosePatience);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(status, reason, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsLoss(e))
        {
            // A peer that is gone needs no goodbye.
        }
    }

    /// <summary>Cuts the connection: pending reads and writes fail.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _socket.Dispose();
        _writing.Dispose();
    }

    private static LinkRead Parse(WebSocketMessageType type, ReadOnlySpan<byte> message)
    {
        if (type == WebSocketMessageType.Binary)
            return BatchReader.Read(message, out var batch, out var where) == BatchFault.None ? new LinkRead(new BatchFrame(batch!), null) : new LinkRead(null, where);
        try
        {
            return JsonSerializer.Deserialize(message, LinkJson.Default.LinkFrame) is { } frame
                ? new LinkRead(frame, null)
                : new LinkRead(null, "expected a frame, not null");
        }
        catch (JsonException e)
        {
            var where = e.Path is { Length: > 1 } path ? $"{path}: " : "";
            return new LinkRead(null, where + e.Message.Split(" Path:", 2)[0]);
        }
        catch (NotSupportedException)
        {
            return new LinkRead(null, "a frame needs a known \"type\"");
        }
    }

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
