namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>Settings of the nftables backend.</summary>
public sealed record NftablesOptions
{
    public static readonly NftablesOptions Default = new();

    /// <summary>Our table in the inet family; the only object of nftables that we ever touch.</summary>
    public string Table { get; init; } = "tegument";

    /// <summary>The most elements that the kernel takes in one set. Above the executor's own limit, since ended elements linger until collected.</summary>
    public int SetSize { get; init; } = 1_200_000;

    /// <summary>Elements in one transaction, 1 to 100,000.</summary>
    public int BatchSize { get; init; } = 10_000;

    /// <summary>Refused transactions after which the search for culprits is put off to the next proof.</summary>
    public int MaxRefusalsPerApply { get; init; } = 400;

    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public NftablesOptions Validated()
    {
        if (Table.Length is 0 or > 32 || !Table.All(c => char.IsAsciiLetterLower(c) || c == '_')) throw new ArgumentException($"{nameof(Table)}: 1 to 32 lower-case letters, not '{Table}'");
        if (SetSize < 1) throw new ArgumentException($"{nameof(SetSize)}: at least 1, not {SetSize}");
        if (BatchSize is < 1 or > 100_000) throw new ArgumentException($"{nameof(BatchSize)}: 1 to 100000, not {BatchSize}");
        if (MaxRefusalsPerApply < 1) throw new ArgumentException($"{nameof(MaxRefusalsPerApply)}: at least 1, not {MaxRefusalsPerApply}");
        return this;
    }
}
