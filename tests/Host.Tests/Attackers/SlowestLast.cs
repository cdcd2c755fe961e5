using Xunit.Abstractions;
using Xunit.Sdk;

namespace Tegument.Host.Tests.Attackers;

/// <summary>Puts the slowest tool's test last: it goes on while the others are looked at.</summary>
public sealed class SlowestLast : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases.OrderBy(c => c.DisplayName.Contains(Attack.Slowest, StringComparison.Ordinal));
}
