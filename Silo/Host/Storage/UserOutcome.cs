namespace Tegument.Silo.Host.Storage;

/// <summary>What became of a wish to change the users.</summary>
public enum UserOutcome
{
    Done,
    Unknown,
    NameTaken,
    TooMany,

    /// <summary>Nobody would be left to administer.</summary>
    LastAdmin,
}
