using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>The code under test, for each seed.</summary>
internal abstract class TestBody
{
    public static TestBody Of(Func<Runtime, Task> body) => new Plain(body);

    public static TestBody Of<T>(ScenarioSpace<T> space, Func<Runtime, T, Task> body) => new Drawn<T>(space, body);

    /// <summary>Whether each seed has a scenario of its own, so that the schedules of one are not all.</summary>
    public abstract bool IsDrawn { get; }

    /// <summary>The code for the scenario of a seed, after simplifying it by these choices.</summary>
    public abstract Func<Runtime, Task> At(ulong seed, IReadOnlyList<int> shrinks);

    /// <summary>That scenario in words; null: there are none.</summary>
    public abstract string? Describe(ulong seed, IReadOnlyList<int> shrinks);

    /// <summary>How many simpler scenarios there are, up to a bound.</summary>
    public abstract int Shrinks(ulong seed, IReadOnlyList<int> shrinks, int bound);

    private sealed class Plain(Func<Runtime, Task> body) : TestBody
    {
        public override bool IsDrawn => false;

        public override Func<Runtime, Task> At(ulong seed, IReadOnlyList<int> shrinks) => body;

        public override string? Describe(ulong seed, IReadOnlyList<int> shrinks) => null;

        public override int Shrinks(ulong seed, IReadOnlyList<int> shrinks, int bound) => 0;
    }

    private sealed class Drawn<T>(ScenarioSpace<T> space, Func<Runtime, T, Task> body) : TestBody
    {
        public override bool IsDrawn => true;

        public override Func<Runtime, Task> At(ulong seed, IReadOnlyList<int> shrinks)
        {
            var scenario = Scenario(seed, shrinks);
            return runtime => body(runtime, scenario);
        }

        public override string? Describe(ulong seed, IReadOnlyList<int> shrinks) => Scenario(seed, shrinks)?.ToString();

        public override int Shrinks(ulong seed, IReadOnlyList<int> shrinks, int bound) =>
            space.Shrink(Scenario(seed, shrinks)).Take(bound).Count();

        private T Scenario(ulong seed, IReadOnlyList<int> shrinks)
        {
            var random = new RandomStream(Mix.Of(seed, Mix.Of("scenario")));
            var scenario = space.Draw(n => random.Next(n));
            foreach (var shrink in shrinks)
                scenario = space.Shrink(scenario).ElementAt(shrink);
            return scenario;
        }
    }
}
