namespace Tegument.Dashboard.Access;

/// <summary>What the silo answered, or why it did not. Neither when the page no longer wants to know.</summary>
public readonly record struct Answer<T>(T? Value, Fault? Fault)
    where T : class;
