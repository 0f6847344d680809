using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>What happens in a scenario that is drawn at random: a small record, which says all of it when it is printed.</summary>
public abstract record Story
{
    private protected Story()
    {
    }

    /// <summary>Tells the story while others look on.</summary>
    /// <exception cref="BrokenClaimException">What must hold of every such story does not hold of this one, in this schedule.</exception>
    public abstract Task RunAsync(Runtime runtime, Onlookers on);

    /// <summary>Stories of the same kind that are simpler, simplest first; always the same, in the same order. Whoever
    /// goes on to a simpler one comes to an end.</summary>
    public abstract IEnumerable<Story> Simpler();

    /// <summary>Tells the story while nobody looks on.</summary>
    /// <inheritdoc cref="RunAsync(Runtime, Onlookers)"/>
    public Task RunAsync(Runtime runtime) => RunAsync(runtime, Onlookers.None);

    /// <summary>Without a half, then without one element.</summary>
    private protected static IEnumerable<EquatableArray<T>> Shorter<T>(EquatableArray<T> list)
    {
        if (list.Count > 3)
        {
            yield return EquatableArray.From(list.Take(list.Count / 2));
            yield return EquatableArray.From(list.Skip(list.Count / 2));
        }

        for (var i = 0; i < list.Count; i++)
            yield return EquatableArray.From(list.Where((_, index) => index != i));
    }

    /// <summary>With one element simpler.</summary>
    private protected static IEnumerable<EquatableArray<T>> WithOneSimpler<T>(
        EquatableArray<T> list, Func<T, IEnumerable<T>> simpler)
    {
        for (var i = 0; i < list.Count; i++)
            foreach (var item in simpler(list[i]))
                yield return list.SetItem(i, item);
    }

    /// <summary>With two neighbours in the other order, where the one behind comes before the other by its rank.</summary>
    private protected static IEnumerable<EquatableArray<T>> InOrder<T, TRank>(
        EquatableArray<T> list, Func<T, TRank> rank, Func<T, T, bool>? mayPass = null)
        where TRank : IComparable<TRank>
    {
        for (var i = 1; i < list.Count; i++)
            if (rank(list[i]).CompareTo(rank(list[i - 1])) < 0 && mayPass?.Invoke(list[i], list[i - 1]) is not false)
                yield return list.SetItem(i - 1, list[i]).SetItem(i, list[i - 1]);
    }

    /// <summary>The least it may be, and one less.</summary>
    private protected static IEnumerable<int> Less(int number, int least)
    {
        if (number > least)
            yield return least;
        if (number - 1 > least)
            yield return number - 1;
    }

    /// <summary>The numbers of things, by when each is first mentioned: which has which number is nobody's business.</summary>
    private protected static Dictionary<int, int> Numbered(IEnumerable<int> mentioned)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var number in mentioned)
            numbers.TryAdd(number, numbers.Count);
        return numbers;
    }
}
