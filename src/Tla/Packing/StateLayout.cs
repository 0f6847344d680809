using System.Collections.Immutable;
using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>How the states of a model are packed into words of 32 bits.</summary>
/// <remarks>
/// A variable whose values are functions on one domain has a place for each result; a set has a bit for each element
/// seen; anything else is the number of its value. The layout is guessed from a sample of states and made anew when a
/// value does not fit. Two states are equal iff their words are. Safe for several threads.
/// Source: the collapse compression of Holzmann, <i>State Compression in SPIN</i> (1997).
/// </remarks>
public sealed class StateLayout
{
    private const int MaxWidth = 320;

    // A set that has outgrown its bits has four times as many next time; after this often it is no set of few elements.
    private const int MaxGrowths = 2;

    private readonly ValueTable _values = new();

    private StateLayout(Place[] places, int width, ValueTable values) =>
        (Places, Width, _values) = (places, width, values);

    /// <summary>Words of a state.</summary>
    public int Width { get; }

    /// <summary>How many variables a state has.</summary>
    public int Variables => Places.Length;

    /// <summary>One for each variable.</summary>
    internal Place[] Places { get; }

    /// <summary>The layout for states like those of a sample.</summary>
    /// <param name="misfits">Paths of places where values did not fit, and how often that led to a new layout.</param>
    internal static StateLayout Of(
        ImmutableArray<VariableSymbol> variables, IReadOnlyList<Value[]> sample, IReadOnlyDictionary<string, int> misfits)
    {
        var shapes = new Shape[variables.Length];
        for (var i = 0; i < shapes.Length; i++)
        {
            shapes[i] = Shape.Of(sample[0][i]);
            for (var s = 1; s < sample.Count; s++) shapes[i] = Shape.Join(shapes[i], Shape.Of(sample[s][i]));
        }

        for (var depth = 4; ; depth--)
        {
            var builder = new Builder(misfits, depth);
            var places = new Place[shapes.Length];
            for (var i = 0; i < places.Length; i++) places[i] = builder.Make(shapes[i], variables[i].Name, 0);
            if (builder.Width <= MaxWidth || depth == 0) return new StateLayout(places, builder.Width, builder.Values);
        }
    }

    /// <summary>Packs a state.</summary>
    /// <exception cref="MisfitException">A value does not fit.</exception>
    public void Encode(ReadOnlySpan<Value> state, Span<int> words)
    {
        for (var i = 0; i < Places.Length; i++) Places[i].Encode(state[i], words);
    }

    /// <summary>Packs the value of a variable.</summary>
    /// <exception cref="MisfitException">It does not fit.</exception>
    public void Encode(int variable, Value value, Span<int> words) => Places[variable].Encode(value, words);

    /// <summary>Unpacks a state.</summary>
    public Value[] Decode(ReadOnlySpan<int> words)
    {
        var state = new Value[Places.Length];
        for (var i = 0; i < state.Length; i++) state[i] = Places[i].Decode(words);
        return state;
    }

    private sealed class Builder(IReadOnlyDictionary<string, int> misfits, int maxDepth)
    {
        public ValueTable Values { get; } = new();

        public int Width { get; private set; }

        public Place Make(Shape shape, string path, int depth)
        {
            var failures = misfits.GetValueOrDefault(path);
            if (depth >= maxDepth || failures > (shape is Shape.Set ? MaxGrowths : 0)) shape = new Shape.Any();
            switch (shape)
            {
                case Shape.Set set:
                    // Twice what the sample has, at least a word; more if that was not enough.
                    var words = Math.Max(1 << (2 * failures), (set.Elements.Count + 15) / 16);
                    var place = new Place.Members(path, Take(words), words);
                    foreach (var element in set.Elements)
                        if (place.Universe.Add(element) < 0)
                            return new Place.Atom(path, place.Offset, Values);
                    return place;
                case Shape.Function function:
                    return Fields(function, path, depth);
                default:
                    return new Place.Atom(path, Take(1), Values);
            }
        }

        private Place.Fields Fields(Shape.Function function, string path, int depth)
        {
            var offset = Width;
            var arguments = new Value[function.Results.Length];
            var items = new Place[arguments.Length];
            for (var i = 0; i < items.Length; i++)
            {
                arguments[i] = function.Sample.ArgumentAt(i);
                items[i] = Make(function.Results[i], $"{path}[{arguments[i]}]", depth + 1);
            }

            var form = FunctionForm.Of((SetValue)function.Sample.Domain.Canonical());
            return new Place.Fields(path, offset, Width - offset, form, arguments, items);
        }

        private int Take(int words)
        {
            var offset = Width;
            Width += words;
            return offset;
        }
    }
}
