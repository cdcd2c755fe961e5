namespace Tegument.Sensor.Decode.Fragments;

/// <summary>Where a slot of the fragment table stands.</summary>
internal enum DatagramState : byte
{
    Free = 0,

    /// <summary>Fragments are missing.</summary>
    Pending,

    /// <summary>It was put together: what still comes of it is a copy.</summary>
    Done,

    /// <summary>Thrown away for a conflict: what still comes of it is thrown away too.</summary>
    Dead,
}

/// <summary>One datagram in the fragment table. Times are nanoseconds of the sensor's clock; links are slot numbers, -1 ends a list.</summary>
internal struct Datagram
{
    public FragmentOrigin Origin;
    public uint Id;
    public DatagramState State;

    /// <summary>Length above the IP header; -1 until the last fragment is there.</summary>
    public int Total;

    /// <summary>Where the farthest fragment so far ends.</summary>
    public int Farthest;

    /// <summary>Units of eight bytes that are there.</summary>
    public int Units;
    public int Pages;
    public long Began;
    public long Last;
    public int Bucket;
    public int BucketNext;
    public int BucketPrevious;
    public int AgeNext;
    public int AgePrevious;
}
