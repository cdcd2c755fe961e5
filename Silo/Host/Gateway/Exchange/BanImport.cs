using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>
/// Reads a whole file of bans and judges each line before the first is banned. One import at a time, at most <see cref="MaxRows"/> bans;
/// made in commits of <see cref="BanBatches.CommitSize"/>. Safe on any thread.
/// </summary>
internal sealed class BanImport(BanBatches batches, IProtectionRules protection, TimeProvider time) : IDisposable
{
    public const int MaxRows = 1_000_000;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <exception cref="ApiProblemException">The file is refused whole, or another import is running.</exception>
    public async Task<BanImportReply> Run(Stream file, BanImportOptions options, string actor, CancellationToken cancel)
    {
        if (!await _one.WaitAsync(0, cancel)) throw ApiProblemException.Conflict("import running", "another import is running; try again when it is done");
        try
        {
            var rows = new ImportedRows(options, actor, protection, time.GetUtcNow());
            await foreach (var line in Lines(file, options.Format, cancel))
            {
                rows.Add(line);
                if (rows.Count > MaxRows) throw ApiProblemException.Invalid("file", $"a file may hold {MaxRows} bans; split it");
            }

            if (rows.Count == 0) throw ApiProblemException.Invalid("file", "the file holds no bans");
            if (rows.Refused > 0 && !options.Skip) throw Refusal(rows);
            return await Apply(rows, options);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // From here on nobody's leaving stops it: half a list is worse than one that nobody waits for.
    private async Task<BanImportReply> Apply(ImportedRows rows, BanImportOptions options)
    {
        var (made, unchanged) = (0L, 0L);
        for (var from = 0; from < rows.Requests.Count; from += BanBatches.CommitSize)
        {
            var count = Math.Min(BanBatches.CommitSize, rows.Requests.Count - from);
            var outcomes = await Commit([.. rows.Requests.GetRange(from, count)], options.DryRun, from, rows.Requests.Count);
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i].Refusal is { } refusal) rows.Refuse(rows.Lines[from + i], refusal);
                else if (outcomes[i].Changed) made++;
                else unchanged++;
            }
        }

        return new BanImportReply(rows.Count, made, unchanged, rows.Ended, rows.Refused, options.DryRun, [.. rows.Faults], null);
    }

    private async Task<BanOutcome[]> Commit(BanRequest[] part, bool dryRun, int done, int all)
    {
        try
        {
            return await batches.Ban(part, dryRun);
        }
        catch (StorageException e) when (done > 0)
        {
            throw new ApiProblemException(
                StatusCodes.Status503ServiceUnavailable, "storage", $"the first {done} of {all} bans were made, the others were not: {e.Message}; import the file again");
        }
    }

    private static ApiProblemException Refusal(ImportedRows rows)
    {
        var first = rows.Faults[0];
        var more = rows.Refused > 1 ? $" (and {rows.Refused - 1} more)" : "";
        return new ApiProblemException(StatusCodes.Status400BadRequest, "import refused", $"nothing was imported: line {first.Line}: {first.Fault}{more}", "file")
        {
            Faults = [.. rows.Faults],
        };
    }

    private static IAsyncEnumerable<BanLine> Lines(Stream file, BanFormat format, CancellationToken cancel) => format switch
    {
        BanFormat.Csv => CsvReader.Read(file, cancel),
        BanFormat.Json => JsonReader.Read(file, cancel),
        BanFormat.Plain => PlainReader.Read(file, cancel),
        _ => NftReader.Read(file, cancel),
    };
}
