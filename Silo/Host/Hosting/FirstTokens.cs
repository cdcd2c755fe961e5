using Tegument.Contracts.Api;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Hosting;

/// <summary>
/// The tokens of the first start, in files beside the database: one for the operator's verbs, one for administration, one for the host
/// agent, one for the console. A later start makes none, but for a console that never had one, unless told to make absent files anew; the
/// token of the lost file is revoked then.
/// </summary>
public static class FirstTokens
{
    private const string Console = "console";

    private static readonly (string Name, TokenRole[] Roles)[] Wanted =
    [
        ("admin", [TokenRole.Admin]),
        ("operator", [TokenRole.Operator]),
        ("agent", [TokenRole.Sensor, TokenRole.Executor]),
        (Console, [TokenRole.Viewer]),
    ];

    public static string PathOf(string data, string name) => Path.Combine(data, $"{name}.token");

    /// <summary>Answers with the files it wrote.</summary>
    public static async Task<IReadOnlyList<string>> Make(string data, bool bootstrap, TokenStore tokens, AuditLog audit)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(audit);
        var first = !tokens.Any;
        var written = new List<string>();
        foreach (var (name, roles) in Wanted)
        {
            var path = PathOf(data, name);
            var late = name == Console && !tokens.List().Any(token => token.Name == name); // Made by a version before the console.
            if (!first && !((bootstrap || late) && !File.Exists(path))) continue;

            // The file first: a crash between the two leaves a file that the next start replaces, never a token that nobody has.
            var lost = tokens.List().Where(token => token.Revoked is null && token.Name == name).ToArray();
            var secret = TokenSecret.Create();
            DataDirectory.WritePrivate(path, secret + "\n");
            if (await tokens.Create(name, roles, secret) is not { } token) throw new StorageException("there are too many tokens; revoke some");
            foreach (var old in lost) await tokens.Revoke(old.Id);
            await audit.Append(new AuditRecord("tegument-silo", "local", "token-create", $"{token.Name} ({token.Id})", first ? "first start" : "its file was absent"));
            written.Add(path);
        }

        return written;
    }
}
