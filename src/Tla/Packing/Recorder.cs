using System.Runtime.InteropServices;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>What code runs on when the state is packed: it reads by place, and notes what it read and what it wrote.</summary>
/// <remarks>
/// The value of a primed variable is recorded as its changes, each with the words that it depends on beyond those that
/// decided the step itself. Not safe for two threads at once.
/// </remarks>
internal sealed class Recorder
{
    private readonly StateLayout _layout;
    private readonly DefinitionWords _definitions;
    private readonly ReadScope _main;
    private readonly ReadScope _inner;
    private readonly Stack<List<int>> _captures = new();
    private readonly List<Write> _writes = [];
    private readonly bool[] _isAssigned;
    private readonly int[] _scratch;
    private readonly Probe _probe;
    private int[] _words = [];
    private int _base;
    private bool _hasInner;

    public Recorder(StateLayout layout, DefinitionWords definitions, int frameSize, EvaluationHost host)
    {
        (_layout, _definitions) = (layout, definitions);
        _main = new ReadScope(3 * layout.Width, definitions.Count);
        _inner = new ReadScope(3 * layout.Width, definitions.Count);
        _isAssigned = new bool[layout.Places.Length];
        _scratch = new int[layout.Width];
        Frame = new Frame(frameSize, host) { Recorder = this, Next = new Value?[layout.Places.Length] };
        OwnNext = Frame.Next;
        _probe = new Probe(Frame, _captures);
    }

    /// <summary>Inside ENABLED: what stands for the next value of a variable that keeps its value, which need not be
    /// read for that.</summary>
    public static Value Kept { get; } = ExplicitSet.Singleton(BoolValue.True);

    public Frame Frame { get; }

    /// <summary>What <see cref="Evaluation.Frame.Next"/> is while the step itself is built, not one inside ENABLED.</summary>
    public Value?[] OwnNext { get; }

    /// <summary>The words that decided what the step is, in order.</summary>
    public ReadScope Main => _main;

    /// <summary>What is written on the path under way.</summary>
    public ReadOnlySpan<Write> Writes => CollectionsMarshal.AsSpan(_writes);

    /// <summary>Whether what is read is noted, so that the result can be kept. Where it is not, every evaluation counts, and
    /// effects are harmless; else code with an effect is refused.</summary>
    public bool IsRecording { get; private set; }

    /// <summary>Starts on a state, or on a pair of them if <paramref name="isPair"/>: the next one's words follow.</summary>
    public void Begin(int[] words, int start, bool isPair, bool isRecording)
    {
        (_words, _base, IsPair, IsRecording) = (words, start, isPair, isRecording);
        _main.Clear();
        _writes.Clear();
        _captures.Clear();
        Array.Clear(_isAssigned);
        (_hasInner, IsMerged) = (false, false);
        Frame.Next = OwnNext;
        Frame.Unassigned = _isAssigned.Length;
        Frame.Label = null;
        Frame.Active = Frame;
    }

    public bool IsPair { get; private set; }

    /// <summary>Whether a lazy value was made, so that all reads decide the step itself.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>The word of the state, from 0; for a pair, those of the next state come after.</summary>
    public int Word(int index) => _words[_base + index];

    // ---- reading ----

    public Place PlaceOf(int variable) => _layout.Places[variable];

    public Value ReadVariable(int variable) => Read(_layout.Places[variable]);

    public Value Read(Place place)
    {
        if (IsRecording)
            for (var i = 0; i < place.Width; i++)
                Note(place.Offset + i);
        return place.Decode(_words.AsSpan(_base));
    }

    /// <summary>A variable of the next state: given, or under construction; null while it has no value.</summary>
    public Value? ReadNext(int variable)
    {
        var place = _layout.Places[variable];
        if (IsPair)
        {
            for (var i = 0; i < place.Width; i++) Note(_layout.Width + place.Offset + i);
            return place.Decode(_words.AsSpan(_base + _layout.Width));
        }

        return _isAssigned[variable] ? Assigned(place) : null;
    }

    /// <summary>The value of a definition in the state, or the next one; null where it must be evaluated.</summary>
    public Value? ReadDefinition(StateDefinition definition, bool isNext)
    {
        var number = _definitions.NumberOf(definition, _words, _base + (isNext ? _layout.Width : 0));
        if (number < 0) return null;
        Note(DefinitionWords.WordOf(definition, isNext));
        return _definitions[number];
    }

    /// <summary>Whether variables have the same value next; reads no more than it takes.</summary>
    public bool AreUnchanged(int[] variables, Frame frame)
    {
        foreach (var variable in variables)
            if (!HasNext(variable, frame))
                throw new ValueException("a variable has no next value");
        foreach (var variable in variables)
            if (!IsUnchanged(variable, frame))
                return false;
        return true;
    }

    private bool HasNext(int variable, Frame frame) => ReferenceEquals(frame.Next, OwnNext)
        ? IsPair || _isAssigned[variable]
        : frame.Next[variable] is not null;

    private bool IsUnchanged(int variable, Frame frame)
    {
        var place = _layout.Places[variable];
        if (!ReferenceEquals(frame.Next, OwnNext))
            return ReferenceEquals(frame.Next[variable], Kept) || frame.Next[variable]!.EqualTo(Read(place));
        if (!IsPair) return !IsWritten(place, 0) || ReadNext(variable)!.EqualTo(Read(place));
        // For a step there is a word for each word: whether it changes.
        for (var word = (2 * _layout.Width) + place.Offset; word < (2 * _layout.Width) + place.Offset + place.Width; word++)
        {
            Note(word);
            if (Word(word) != 0) return false;
        }

        return true;
    }

    /// <summary>Whether a set has an element; null where its whole value must tell.</summary>
    public bool? Has(Place.Members place, Value element)
    {
        // An element that is asked for becomes a bit, so that the same words are read whenever it is asked for.
        var bit = place.Universe.Add(element.Canonical());
        if (bit < 0) return null;
        var word = place.Offset + (bit >> 5);
        NoteBits(word, 1 << (bit & 31));
        return (Word(word) >> (bit & 31) & 1) != 0;
    }

    /// <summary>The elements of a set that matter to a test: without those for which it has this result in every state that
    /// is like this one in what was read so far.</summary>
    public SetValue ReadWithout(Place.Members place, Func<Value, bool> test, bool result)
    {
        var words = new int[place.Offset + place.Width];
        for (var i = 0; i < place.Width; i++)
        {
            var mask = -1; // elements yet unknown may matter
            for (var bit = Math.Min(31, place.Universe.Count - 1 - (i * 32)); bit >= 0; bit--)
                if (_probe.IsSure(test, place.Universe[(i * 32) + bit], result)) mask &= ~(1 << bit);
            NoteBits(place.Offset + i, mask);
            words[place.Offset + i] = Word(place.Offset + i) & mask;
        }

        return (SetValue)place.Decode(words);
    }

    private void AddToCaptures(int word)
    {
        var inner = _probe.Captures;
        foreach (var capture in _captures)
        {
            if (inner-- == 0) return;
            if (!capture.Contains(word)) capture.Add(word);
        }
    }

    private void NoteBits(int word, int mask)
    {
        if (!_main.Contains(word)) Note(_definitions.Masked.NumberOf(word, mask));
    }

    public void Note(int word)
    {
        if (!IsRecording || _main.Contains(word)) return;
        if (_captures.Count > 0) AddToCaptures(word);
        if (_probe.Notices()) return;
        if (!_hasInner) _main.Add(word);
        else if (!_inner.Contains(word)) _inner.Add(word);
    }

    // ---- values that outlive the evaluation that made them ----

    /// <summary>Evaluates what may be used again elsewhere; the result tells what it depends on, in the order in which it
    /// was read: each word decides which is read next.</summary>
    public int[] Capture(Action evaluate)
    {
        var capture = new List<int>();
        _captures.Push(capture);
        evaluate();
        _captures.Pop();
        return [.. capture];
    }

    /// <summary>A lazy value is made, which reads when it is used: from here on all reads decide the step itself.</summary>
    public void Merge()
    {
        if (IsMerged || _probe.Notices()) return;
        IsMerged = true;
        if (!_hasInner) return;
        _hasInner = false;
        foreach (var word in _inner.Words)
            if (!_main.Contains(word)) _main.Add(word);
    }

    // ---- writing ----

    public bool IsAssigned(int variable) => _isAssigned[variable];

    public int Mark() => _writes.Count;

    public void Undo(int mark) => _writes.RemoveRange(mark, _writes.Count - mark);

    public void Assign(int variable, Code value, Frame frame)
    {
        value.WriteTo(frame, this, _layout.Places[variable]);
        _isAssigned[variable] = true;
    }

    public void Assign(int variable, Value value)
    {
        Write(_layout.Places[variable], value);
        _isAssigned[variable] = true;
    }

    /// <summary>How many steps were completed.</summary>
    public int Steps { get; private set; }

    public void CompleteStep() => Steps++;

    /// <summary>What was written leads to no step. It was evaluated all the same, and might have had no value, so what it
    /// read decides with the rest.</summary>
    public void NoteReadsSince(int mark)
    {
        for (var i = mark; i < _writes.Count; i++)
            foreach (var word in _writes[i].Reads)
                Note(word);
    }

    public void KeepUnchanged(int variable) => _isAssigned[variable] = true;

    public void Unassign(int variable, int mark)
    {
        _isAssigned[variable] = false;
        Undo(mark);
    }

    /// <summary>Writes a value that depends on nothing beyond what decides the step.</summary>
    public void Write(Place place, Value value) =>
        _writes.Add(new Write(WriteKind.Set, place, Encode(place, value), []));

    /// <summary>Writes the value of code; what it reads is its own affair.</summary>
    public void WriteValue(Code code, Frame frame, Place place)
    {
        var isOpened = Open();
        var words = Encode(place, code.Evaluate(frame).Canonical());
        _writes.Add(new Write(WriteKind.Set, place, words, Close(isOpened)));
    }

    /// <summary>The same for any evaluation.</summary>
    public void WriteValue(Place place, Func<Value> evaluate)
    {
        var isOpened = Open();
        var words = Encode(place, evaluate().Canonical());
        _writes.Add(new Write(WriteKind.Set, place, words, Close(isOpened)));
    }

    /// <summary>Adds to a set, or takes away, the elements of another.</summary>
    /// <param name="whole">The new set, if that is not simple.</param>
    public void WriteMembers(Place.Members place, Code elements, Code whole, Frame frame, bool isAdded)
    {
        var isOpened = Open();
        var kind = isAdded ? WriteKind.Add : WriteKind.Remove;
        var mask = elements.Evaluate(frame) is SetValue { IsReducible: true } set
            ? MaskOf(place, set.ToExplicit(), isAdded)
            : null;
        if (mask is null) (kind, mask) = (WriteKind.Set, Encode(place, whole.Evaluate(frame).Canonical()));
        _writes.Add(new Write(kind, place, mask, Close(isOpened)));
    }

    /// <summary>Whether something was written since the mark that touches a place.</summary>
    public bool IsWritten(Place place, int mark)
    {
        for (var i = mark; i < _writes.Count; i++)
        {
            var other = _writes[i].Place;
            if (other.Offset < place.Offset + place.Width && place.Offset < other.Offset + other.Width) return true;
        }

        return false;
    }

    private static int[]? MaskOf(Place.Members place, ExplicitSet set, bool isAdded)
    {
        var mask = new int[place.Width];
        foreach (var element in set.Elements)
        {
            var known = element.Canonical();
            var bit = place.Universe.Add(known);
            if (bit < 0 && isAdded) throw new MisfitException(place);
            if (bit < 0) return null;
            mask[bit >> 5] |= 1 << (bit & 31);
        }

        return mask;
    }

    private Value Assigned(Place place)
    {
        for (var i = 0; i < place.Width; i++) Note(place.Offset + i);
        _words.AsSpan(_base, _layout.Width).CopyTo(_scratch);
        foreach (var write in _writes)
        {
            if (write.Place.Offset < place.Offset || write.Place.Offset >= place.Offset + place.Width) continue;
            foreach (var word in write.Reads) Note(word);
            write.ApplyTo(_scratch);
        }

        return place.Decode(_scratch);
    }

    private int[] Encode(Place place, Value value)
    {
        place.Encode(value, _scratch);
        return _scratch.AsSpan(place.Offset, place.Width).ToArray();
    }

    private bool Open()
    {
        if (_hasInner || IsMerged || !IsRecording) return false;
        _inner.Clear();
        return _hasInner = true;
    }

    private int[] Close(bool isOpened)
    {
        if (!isOpened || !_hasInner) return [];
        _hasInner = false;
        return [.. _inner.Words];
    }
}

internal enum WriteKind
{
    Set,
    Add,
    Remove,
}

/// <summary>A change of the state.</summary>
/// <param name="Words">The new words of the place; for a set, the bits that are added or removed.</param>
/// <param name="Reads">The words that the change depends on, beyond those that decided the step.</param>
internal readonly record struct Write(WriteKind Kind, Place Place, int[] Words, int[] Reads)
{
    public void ApplyTo(Span<int> state)
    {
        var target = state.Slice(Place.Offset, Place.Width);
        for (var i = 0; i < target.Length; i++)
            target[i] = Kind switch
            {
                WriteKind.Set => Words[i],
                WriteKind.Add => target[i] | Words[i],
                _ => target[i] & ~Words[i],
            };
    }
}

/// <summary>An operator with an effect, or one that looks at the search, is about to run where its result would be kept.</summary>
internal sealed class EffectException : Exception;
