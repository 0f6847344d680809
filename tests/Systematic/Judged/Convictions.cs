using Verified.Concurrency;
using Verified.Scenarios;
using OracleVerdict = Verified.Oracle.Rules.Verdict;

namespace Verified.Tests.Systematic;

/// <summary>The rules under which the oracle, which looks on, convicts the runs of a scenario that break its claim.</summary>
/// <remarks>A run that never ends is judged as far as it came, when the next one begins. A run in which the mistake did no
/// harm that the scenario knows of is none that counts.</remarks>
/// <param name="scenario">Its name.</param>
/// <param name="sought">The rule that is enough; null: none is.</param>
internal sealed class Convictions(string scenario, string? sought) : IDisposable
{
    private readonly HashSet<string> _rules = [];
    private RecordedRun? _open;

    /// <summary>Under which rules runs were convicted.</summary>
    public IReadOnlySet<string> Rules => _rules;

    /// <summary>The rule that is enough was among them.</summary>
    public bool AreEnough => sought is not null && _rules.Contains(sought);

    /// <summary>Judges a run, without what the scenario knows of itself.</summary>
    /// <param name="runtime">Where it runs.</param>
    /// <param name="body">What runs.</param>
    /// <param name="sagaSteps">How many steps its sagas have, if it has any of its own.</param>
    /// <exception cref="BrokenClaimException">It is convicted under the rule that is sought.</exception>
    public async Task RunAsync(Runtime runtime, Func<Runtime, Onlookers, Task> body, int sagaSteps = 2)
    {
        JudgeLast();
        _open = new RecordedRun(scenario, runtime.Time, sagaSteps);
        var (counting, isBroken) = (new CountingRuntime(runtime), false);
        try
        {
            await body(counting, _open.Onlookers);
        }
        catch (BrokenClaimException)
        {
            isBroken = true; // the oracle has to see for itself
        }

        await _open.ReadBackAsync();
        if (isBroken)
            Judge(hasEnded: counting.IsIdle);
        Close();
        if (AreEnough)
            throw new BrokenClaimException(sought!);
    }

    /// <summary>Judges the run that began last, if it did not end.</summary>
    public void JudgeLast()
    {
        Judge(hasEnded: false);
        Close();
    }

    public void Dispose() => Close();

    private void Judge(bool hasEnded)
    {
        foreach (var property in _open?.Judge(hasEnded).Properties ?? [])
            if (property.Verdict == OracleVerdict.Violates)
                _rules.Add(property.Id);
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }
}
