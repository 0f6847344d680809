// A namespace for each mirror: one that is right, and one for each defect that a comparison must find.

namespace Verified.Tests.Spec.Mirror.Faithful
{
    public sealed record CounterModel(int Max);

    public sealed record CounterState(int Count);

    public abstract record CounterAction
    {
        public sealed record Add(int N) : CounterAction;

        public sealed record Reset : CounterAction;
    }

    public static class Counter
    {
        public static CounterState Init(CounterModel model) => new(0);

        public static IEnumerable<CounterAction> Actions(CounterModel model) =>
            [new CounterAction.Add(1), new CounterAction.Add(2), new CounterAction.Reset()];

        public static CounterState? Step(CounterModel model, CounterState state, CounterAction action) => action switch
        {
            CounterAction.Add(var n) when state.Count + n <= model.Max => new(state.Count + n),
            CounterAction.Reset when state.Count == model.Max => new(0),
            _ => null,
        };

        public static bool BoundedInv(CounterModel model, CounterState state) => state.Count <= model.Max;

        public static bool EvenStepProp(CounterState state, CounterState next) => next.Count <= state.Count + 2;
    }
}

namespace Verified.Tests.Spec.Mirror.WrongGuard
{
    public sealed record CounterModel(int Max);

    public sealed record CounterState(int Count);

    public abstract record CounterAction
    {
        public sealed record Add(int N) : CounterAction;

        public sealed record Reset : CounterAction;
    }

    public static class Counter
    {
        public static CounterState Init(CounterModel model) => new(0);

        public static IEnumerable<CounterAction> Actions(CounterModel model) =>
            [new CounterAction.Add(1), new CounterAction.Add(2), new CounterAction.Reset()];

        public static CounterState? Step(CounterModel model, CounterState state, CounterAction action) => action switch
        {
            CounterAction.Add(var n) when state.Count + n < model.Max => new(state.Count + n),
            CounterAction.Reset when state.Count == model.Max => new(0),
            _ => null,
        };

        public static bool BoundedInv(CounterModel model, CounterState state) => state.Count <= model.Max;

        public static bool EvenStepProp(CounterState state, CounterState next) => next.Count <= state.Count + 2;
    }
}

namespace Verified.Tests.Spec.Mirror.WrongProperty
{
    public sealed record CounterModel(int Max);

    public sealed record CounterState(int Count);

    public abstract record CounterAction
    {
        public sealed record Add(int N) : CounterAction;

        public sealed record Reset : CounterAction;
    }

    public static class Counter
    {
        public static CounterState Init(CounterModel model) => new(0);

        public static IEnumerable<CounterAction> Actions(CounterModel model) =>
            [new CounterAction.Add(1), new CounterAction.Add(2), new CounterAction.Reset()];

        public static CounterState? Step(CounterModel model, CounterState state, CounterAction action) => action switch
        {
            CounterAction.Add(var n) when state.Count + n <= model.Max => new(state.Count + n),
            CounterAction.Reset when state.Count == model.Max => new(0),
            _ => null,
        };

        public static bool BoundedInv(CounterModel model, CounterState state) => state.Count <= 2;

        public static bool EvenStepProp(CounterState state, CounterState next) => next.Count <= state.Count + 2;
    }
}

namespace Verified.Tests.Spec.Mirror.WrongNames
{
    public sealed record CounterModel(int Limit);

    public sealed record CounterState(int Total);

    public abstract record CounterAction
    {
        public sealed record Add(int M) : CounterAction;

        public sealed record Clear : CounterAction;
    }

    public static class Counter
    {
        public static CounterState Init(CounterModel model) => new(0);

        public static IEnumerable<CounterAction> Actions(CounterModel model) => [];

        public static CounterState? Step(CounterModel model, CounterState state, CounterAction action) => null;

        public static bool LimitInv(CounterState state) => true;
    }
}
