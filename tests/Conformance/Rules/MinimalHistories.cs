using System.Text.Json;
using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Rules;

/// <summary>Parts of histories: what a witness alone proves.</summary>
internal static class MinimalHistories
{
    /// <summary>Whether the header and these lines alone violate the rule.</summary>
    public static bool Violates(string[] lines, long[] indices, string rule)
    {
        var kept = new List<string> { lines[0] };
        foreach (var index in indices) kept.Add(lines[index + 1]);
        var report = TestHistories.Report(TestHistories.Judge(string.Join('\n', kept) + "\n"));
        return Assert.Single(report.Properties, p => p.Id == rule).Verdict == Verdict.Violates;
    }

    /// <summary>The witness cut into operations: the lines of each process, an invocation begins one.</summary>
    public static List<long[]> Operations(string[] lines, long[] witness)
    {
        var operations = new List<long[]>();
        var open = new Dictionary<long, long>();
        foreach (var index in witness)
        {
            using var line = JsonDocument.Parse(lines[index + 1]);
            var process = line.RootElement.GetProperty("process").GetInt64();
            if (open.Remove(process, out var invoke)) operations.Add([invoke, index]);
            else open[process] = index;
        }

        Assert.Empty(open);
        return operations;
    }
}
