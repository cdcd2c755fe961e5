namespace Tegument.Sensor.Detect;

/// <summary>The bytes that all distinct-counting sets of one detector may hold together. One thread.</summary>
/// <param name="limit">Bytes; more than zero.</param>
public sealed class MemoryBudget(long limit)
{
    public long Used { get; private set; }

    /// <summary>Growths that were refused: from then on a set counts what it knows and nothing new.</summary>
    public long Refused { get; private set; }

    /// <summary>Little is left: whoever can give something back should, before growths are refused.</summary>
    public bool IsScarce => limit - Used < limit / 16;

    public bool TryTake(int bytes)
    {
        if (Used + bytes > limit)
        {
            Refused++;
            return false;
        }

        Used += bytes;
        return true;
    }

    public void Return(int bytes) => Used -= bytes;
}
