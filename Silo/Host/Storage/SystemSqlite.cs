using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Binds the SQLite provider to the system's own library, which the distribution patches, instead of a bundled copy. Once per process,
/// before the first connection.
/// </summary>
public static class SystemSqlite
{
    private const string ProviderName = "e_sqlite3";
    private const string Library = "libsqlite3.so.0";

    private static readonly Lazy<bool> Bound = new(Load);

    /// <exception cref="StorageException">The library is not installed; one line names the package.</exception>
    public static void Bind() => _ = Bound.Value;

    private static bool Load()
    {
        if (!NativeLibrary.TryLoad(Library, out var handle))
            throw new StorageException(StorageFault.Unusable, $"{Library} is not installed; install the package libsqlite3-0");
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            (string name, Assembly _, DllImportSearchPath? _) => name == ProviderName ? handle : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return true;
    }
}
