namespace Tegument.Dashboard.Live;

/// <summary>How the console's link to the silo stands.</summary>
public enum LinkState
{
    /// <summary>Nothing was heard yet since the console started.</summary>
    Connecting,

    Live,

    /// <summary>It was live; what is shown is as of when it was.</summary>
    Lost,

    /// <summary>The silo refuses the console's own token.</summary>
    Refused,
}
