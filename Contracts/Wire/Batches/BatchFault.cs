namespace Tegument.Contracts.Wire.Batches;

/// <summary>What can be wrong with a binary batch. Frozen names: tests and logs tell them apart.</summary>
public enum BatchFault : byte
{
    None = 0,

    /// <summary>The first byte is not a version that we read.</summary>
    Version = 1,

    /// <summary>The message ends before the field does.</summary>
    Truncated = 2,

    /// <summary>A number of more than 64 bits.</summary>
    Number = 3,

    /// <summary>A number that its field cannot hold.</summary>
    Range = 4,

    /// <summary>More entries than a batch may have.</summary>
    Count = 5,

    /// <summary>Text that is not UTF-8.</summary>
    Text = 6,

    /// <summary>A technique that the batch's table does not hold.</summary>
    Technique = 7,

    /// <summary>A flag that we do not know: what follows it could not be told apart.</summary>
    Flag = 8,

    /// <summary>Bytes behind the end.</summary>
    Trailing = 9,
}
