using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Words beyond those of a state: each is the number of the value that a <see cref="StateDefinition"/> has in
/// it.</summary>
/// <remarks>
/// What depends on a definition depends on one such word instead of all that the definition reads, and many states share
/// its value: a step of the specification is asked once for each step that a refinement mapping makes of it. The numbers
/// are remembered in trees, like everything else. Not safe for two threads at once.
/// </remarks>
internal sealed class DefinitionWords(PackedModel model, DecisionForest forest, EvaluationHost host)
{
    /// <summary>The index of the first such word; two for each definition: in the state, and in the next one.</summary>
    public const int First = 1 << 20;

    // Values that are kept; beyond that definitions are evaluated where they are used.
    private const int MaxValues = 500_000;

    private readonly Entry?[] _entries = new Entry?[model.Model.StateDefinitionCount];
    private readonly Dictionary<Value, int> _numbers = [];
    private readonly List<Value> _values = [];

    public static int WordOf(StateDefinition definition, bool isNext) => First + (2 * definition.Number) + (isNext ? 1 : 0);

    /// <summary>Words of which only some bits are read.</summary>
    public MaskedWords Masked { get; } = new();

    /// <summary>How many definitions there are.</summary>
    public int Count => _entries.Length;

    /// <summary>The value with a number.</summary>
    public Value this[int number] => _values[number];

    /// <summary>The number of the value that a definition has in a state; negative where it must be evaluated where it is
    /// used.</summary>
    /// <param name="start">Where the state's words start.</param>
    /// <exception cref="ValueException">It has no value.</exception>
    public int NumberOf(StateDefinition definition, int[] words, int start)
    {
        var entry = _entries[definition.Number] ??=
            new Entry(definition, forest.NewRoot(), new Recorder(model.Layout, this, definition.FrameSize, host));
        return entry.IsRefused ? -1 : NumberOf(entry, words, start);
    }

    /// <summary>The same for a word that was read once, relative to the state whose words start there.</summary>
    public int NumberAt(int word, int[] words, int start)
    {
        var entry = _entries[(word - First) >> 1]!;
        return entry.IsRefused ? -1 : NumberOf(entry, words, start + ((word & 1) * model.Layout.Width));
    }

    private int NumberOf(Entry entry, int[] words, int start)
    {
        var state = words.AsSpan(start, model.Layout.Width);
        var last = start == 0 ? entry.Now : entry.Next;
        if (last.Number >= 0 && state.SequenceEqual(last.State)) return last.Number;
        var number = entry.IsNew ? -1 : forest.Walk(entry.Root, new PackedWords(words, start, this));
        if (number < 0) number = Learn(entry, words, start);
        if (number < 0) return Refuse(entry);
        last.Keep(state, number);
        return number;
    }

    private int Learn(Entry entry, int[] words, int start)
    {
        if (_values.Count >= MaxValues) return -1;
        entry.Recorder.Begin(words, start, isPair: false, isRecording: true);
        if (Plain(Evaluate(entry)) is not { } value) return -1;
        if (!_numbers.TryGetValue(value, out var number))
        {
            _numbers.Add(value, number = _values.Count);
            _values.Add(value);
        }

        var end = forest.Extend(entry.Root, entry.Recorder.Main.Words, new PackedWords(words, start, this));
        if (end < 0) return entry.CanStartOver(forest) ? number : -1;
        forest.SetResult(end, number);
        entry.IsNew = false;
        return number;
    }

    private static Value? Evaluate(Entry entry)
    {
        try
        {
            return entry.Definition.Code.Evaluate(entry.Recorder.Frame);
        }
        catch (EffectException)
        {
            return null;
        }
    }

    // From now on its uses read what it reads; what was remembered with its word is given up when it is met.
    private static int Refuse(Entry entry)
    {
        entry.IsRefused = true;
        return -1;
    }

    // The canonical value, if that is the same to whoever uses it: a lazy set may be enumerated in another order, or have
    // more elements than anybody needs.
    private static Value? Plain(Value? value)
    {
        try
        {
            return value is not null && IsPlain(value) ? value.Canonical() : null;
        }
        catch (ValueException)
        {
            return null;
        }
    }

    private static bool IsPlain(Value value)
    {
        switch (value)
        {
            case BoolValue or IntValue or StringValue or ModelValue or IntervalSet:
                return true;
            case ExplicitSet set:
                return AllPlain(set.Elements);
            case LazyFunction:
                return false;
            case FunctionLike function:
                for (var i = 0; i < function.Count; i++)
                    if (!IsPlain(function.ResultAt(i)))
                        return false;
                return true;
            default:
                return false;
        }
    }

    private static bool AllPlain(ReadOnlySpan<Value> values)
    {
        foreach (var value in values)
            if (!IsPlain(value))
                return false;
        return true;
    }

    private sealed class Entry(StateDefinition definition, int root, Recorder recorder)
    {
        private int _contradictions;

        public StateDefinition Definition { get; } = definition;

        public int Root { get; private set; } = root;

        public Recorder Recorder { get; } = recorder;

        public bool IsNew { get; set; } = true;

        public bool IsRefused { get; set; }

        /// <summary>Takes another tree, as <see cref="Part.StartOver"/> does; false when that was done often enough.</summary>
        public bool CanStartOver(DecisionForest forest)
        {
            (Root, IsNew) = (forest.NewRoot(), true);
            return _contradictions++ < Part.MaxContradictions;
        }

        public Last Now { get; } = new();

        public Last Next { get; } = new();
    }

    /// <summary>The state of the last question, which the next one is often about.</summary>
    private sealed class Last
    {
        public int[] State { get; private set; } = [];

        public int Number { get; private set; } = -1;

        public void Keep(ReadOnlySpan<int> state, int number)
        {
            if (State.Length == 0) State = new int[state.Length];
            state.CopyTo(State);
            Number = number;
        }
    }
}

/// <summary>The words that a tree asks about: of a state, or of a pair, and of its definitions.</summary>
internal readonly struct PackedWords(int[] words, int start, DefinitionWords definitions)
{
    /// <summary>The bit, modulo 64, of the words that it depends on; all for a definition.</summary>
    public ulong BitOf(int word) => word < DefinitionWords.First ? 1UL << (word & 63)
        : word >= MaskedWords.First ? 1UL << (definitions.Masked.WordOf(word) & 63) : ulong.MaxValue;

    /// <summary>Whether a word is some of the bits that the other is.</summary>
    public bool IsPartOf(int word, int other) => definitions.Masked.IsPartOf(word, other);

    /// <summary>The word; false where a definition is no longer remembered.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int word, out int value)
    {
        if (word < DefinitionWords.First)
        {
            value = words[start + word];
            return true;
        }

        if (word >= MaskedWords.First)
        {
            value = definitions.Masked.Read(word, words, start);
            return true;
        }

        value = definitions.NumberAt(word, words, start);
        return value >= 0;
    }
}
