namespace Tegument.Dashboard.Text;

/// <summary>Who did something, as the silo names them: "ops-1 (a1b2c3)", the name and the id of the token or session.</summary>
public static class Actors
{
    /// <summary>The name alone, fit for a line; the id stands in the audit log.</summary>
    public static string Short(string? actor)
    {
        if (string.IsNullOrEmpty(actor)) return "nobody";
        var id = actor.EndsWith(')') ? actor.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        return Captured.Line(id > 0 ? actor[..id] : actor, 40);
    }
}
