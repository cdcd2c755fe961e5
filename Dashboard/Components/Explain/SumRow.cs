namespace Tegument.Dashboard.Components.Explain;

/// <summary>What a row of the waterfall does to the sum.</summary>
public enum SumKind
{
    /// <summary>Evidence, or what was forgotten: adds.</summary>
    Adds,

    /// <summary>Decay: takes back.</summary>
    Decays,

    /// <summary>Sensors that agree: multiplies.</summary>
    Agrees,
}

/// <summary>A row of the waterfall: every number of it can be made again from those beside and above it.</summary>
/// <param name="Title">Hostile words are cut and printable already; shown as text.</param>
/// <param name="How">How the number is made: "12 × 10".</param>
/// <param name="Sum">The sum after this row.</param>
/// <param name="Left">Where its bar begins, in percent of the graph.</param>
/// <param name="Colour">The CSS variable of its bar; null takes its kind's.</param>
public readonly record struct SumRow(SumKind Kind, string Title, string Detail, double Adds, string How, double Sum, double Left, double Width, string? Colour = null);
