namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>One client's end of a stream. Called by one at a time; a call takes as long as the client does.</summary>
internal interface ILiveSink
{
    /// <param name="idOf">The wire id of an event's number.</param>
    Task Write(IReadOnlyList<LiveEntry> entries, Func<long, string> idOf, CancellationToken cancel);

    /// <summary>Says that the stream is alive although nothing happens.</summary>
    Task Beat(CancellationToken cancel);
}
