namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>What one line of a file is: a ban, or a fault in words.</summary>
/// <param name="Number">From 1; in JSON the number of the object.</param>
internal readonly record struct BanLine(long Number, BanRow? Row, string? Fault)
{
    public static BanLine Bad(long number, string fault) => new(number, null, fault);
}
