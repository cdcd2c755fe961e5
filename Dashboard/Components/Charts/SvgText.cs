using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>An SVG text. Razor keeps the tag's name for itself.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter]
    public string X { get; set; } = "0";

    [Parameter]
    public string Y { get; set; } = "0";

    /// <summary>Pixels to the right of <see cref="X"/>.</summary>
    [Parameter]
    public int Dx { get; set; }

    /// <summary>Pixels below <see cref="Y"/>.</summary>
    [Parameter]
    public int Dy { get; set; }

    /// <summary>"start", "middle" or "end".</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    [Parameter]
    public string? Class { get; set; }

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "dx", SvgPath.Number(Dx));
        builder.AddAttribute(4, "dy", SvgPath.Number(Dy));
        builder.AddAttribute(5, "text-anchor", Anchor);
        builder.AddAttribute(6, "class", Class);
        builder.AddContent(7, Text);
        builder.CloseElement();
    }
}
