namespace Tegument.Contracts.Live;

/// <summary>The kinds of live events. A silo may send others; a reader skips what it does not know.</summary>
public static class LiveTypes
{
    /// <summary>First on every stream: what will be told, and from where on.</summary>
    public const string Hello = "hello";

    /// <summary>Events are missing here: read again what they were about.</summary>
    public const string Gap = "gap";

    /// <summary>Of one kind so much happened at once that the rest is only counted.</summary>
    public const string More = "more";

    public const string Ban = "ban";
    public const string Posture = "posture";
    public const string Host = "host";
    public const string Incident = "incident";
    public const string Standing = "standing";
    public const string Evidence = "evidence";
    public const string Qualia = "qualia";
    public const string Policy = "policy";
    public const string Audit = "audit";
}
