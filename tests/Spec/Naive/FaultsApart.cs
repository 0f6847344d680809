namespace Verified.Tests.Spec.Naive;

/// <summary>Where one evaluator has a value for an expression with a type error and the other has none.</summary>
/// <remarks>
/// TLC leaves unevaluated what an answer does not need (a filter of a set that is not enumerated, an element that nobody
/// compares) and refuses some comparisons (a record with another function); the engine follows it, the naive evaluator does
/// not know all of these. They are rare. An engine that overlooked a kind of fault would give far more.
/// Two different values are never excused, and without a type error no difference is.
/// </remarks>
/// <param name="most">So many are excused.</param>
internal sealed class FaultsApart(int most)
{
    private readonly List<string> _cases = [];

    public void Add(string @case) => _cases.Add(@case);

    /// <summary>No more than are excused.</summary>
    public void AreFew() => Assert.True(_cases.Count <= most, string.Join("\n\n", _cases));
}
