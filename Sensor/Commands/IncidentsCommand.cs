using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument incidents</c>: what happened to victims: floods, reflections, spoofed neighbours, tunnels of our own; newest first.</summary>
public static class IncidentsCommand
{
    public static Command Create()
    {
        var silo = new SiloOptions();
        var limit = Arguments.Number("--limit", "N", "How many at most", 1, 1000, 50);
        var command = new Command("incidents", "List what happened to victims: floods, reflections, spoofed neighbours") { limit };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed);
            var list = await client.IncidentsAsync(parsed.GetValue(limit), cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(list, ApiJson.Default.IncidentList);
                return ExitCode.Ok;
            }

            var table = new ResultTable("last seen", "incident", "target", "sources", "packets", "by");
            foreach (var incident in list.Incidents)
            {
                var most = incident.TopSources.FirstOrDefault();
                table.AddRow(
                    Output.Time(incident.LastSeen), IncidentTexts.Name(WireName.Of(incident.Kind), incident.Technique), incident.Port == 0 ? incident.Target.ToString() : $"{incident.Target} port {incident.Port}",
                    Output.Number(incident.Sources), Output.Number(incident.Packets), IncidentTexts.By(incident.Mac, most?.Address.ToString(), most?.Packets ?? 0, incident.Detail));
            }

            if (list.Incidents.Length > 0) table.Write(Output.Console);
            else Output.Console.WriteLine("no incidents");
            return ExitCode.Ok;
        });
        return command;
    }
}
