namespace Tegument.Silo.Hosting;

/// <summary>What an activation did with a request.</summary>
internal enum Admission
{
    /// <summary>It will run, or has.</summary>
    Taken,

    /// <summary>Too many wait already.</summary>
    Full,

    /// <summary>The activation has ended; its successor is to be asked.</summary>
    Dead,
}
