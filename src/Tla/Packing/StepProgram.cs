using System.Runtime.CompilerServices;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>A successor under construction.</summary>
internal struct StepResult(ulong sum)
{
    public ulong Sum = sum;

    /// <summary>The words, modulo 64, that were changed.</summary>
    public ulong Changed;

    /// <summary>Where the next program starts.</summary>
    public int Next;
}

/// <summary>What actions do to states, learned by running them: for each leaf of their trees the changes they make.</summary>
/// <remarks>
/// A program is the number of its outcomes, then for each the number of its changes, then the changes: kind, offset,
/// width, and the place of the new words. Where they depend on more of the state, a tree tells the kind and the words.
/// </remarks>
internal sealed class StepProgram(DecisionForest forest, Recorder recorder, DefinitionWords definitions)
{
    private const int ChangeLength = 4;

    // In place of the kind: a tree tells where the kind and the new words are.
    private const int ByTree = 8;

    private readonly List<Write[]> _outcomes = [];
    private Func<Evaluation.Frame, bool>? _onComplete;
    private int[] _code = new int[4096];
    private int _length = 1;
    private Func<bool>? _emit;

    /// <summary>The number at a place of the programs.</summary>
    public int Length(int place) => _code[place];

    /// <summary>Runs an action on a state without learning from it.</summary>
    public bool RunDirectly(Part part, int[] words, Func<bool> emit)
    {
        _emit = emit;
        Start(part, words, isRecording: false);
        return part.Action!.Run(recorder.Frame);
    }

    /// <summary>Runs an action on a state; the program, negative if it does not do the same on equal words.</summary>
    public int Learn(Part part, int[] words)
    {
        _emit = null;
        _outcomes.Clear();
        Start(part, words, isRecording: true);
        part.Action!.Run(recorder.Frame);
        var end = forest.Extend(part.Root, recorder.Main.Words, new PackedWords(words, 0, definitions));
        if (end < 0) return -1;
        var program = forest.ResultAt(end);
        if (program >= 0) return Improve(program, words) ? program : -1;
        program = Write(words);
        forest.SetResult(end, program);
        return program;
    }

    /// <summary>Makes the changes of one outcome; false where a tree does not know them yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryApply(int program, int[] buffer, int width, ref StepResult result)
    {
        var code = _code;
        var changes = code[program++];
        for (; changes > 0; changes--, program += ChangeLength)
        {
            var (kind, words) = (code[program], code[program + 3]);
            if (kind >= ByTree)
            {
                words = forest.Walk(words, new PackedWords(buffer, 0, definitions));
                if (words < 0) return false;
                kind = code[words++];
            }

            var offset = code[program + 1];
            for (var i = code[program + 2] - 1; i >= 0; i--)
                Change((WriteKind)kind, code[words + i], offset + i, ref buffer[width + offset + i], ref result);
        }

        result.Next = program;
        return true;
    }

    /// <summary>Makes a change that was just recorded.</summary>
    public static void Apply(Write write, Span<int> state, ref StepResult result)
    {
        for (var i = 0; i < write.Words.Length; i++)
        {
            var index = write.Place.Offset + i;
            Change(write.Kind, write.Words[i], index, ref state[index], ref result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Change(WriteKind kind, int with, int index, ref int word, ref StepResult result)
    {
        var old = word;
        var changed = kind == WriteKind.Set ? with : kind == WriteKind.Add ? old | with : old & ~with;
        if (changed == old) return;
        word = changed;
        result.Sum = unchecked(result.Sum + PackedHash.Of(index, changed) - PackedHash.Of(index, old));
        result.Changed |= 1UL << (index & 63);
    }

    private void Start(Part part, int[] words, bool isRecording)
    {
        recorder.Begin(words, 0, isPair: false, isRecording);
        recorder.Frame.Sink = _onComplete ??= OnComplete;
        part.BindTo(recorder.Frame);
    }

    private bool OnComplete(Evaluation.Frame frame)
    {
        // The other evaluator tells which variables they are.
        if (frame.Unassigned > 0) throw new ValueException("a variable has no next value");
        recorder.CompleteStep();
        if (_emit is not null) return _emit();
        _outcomes.Add(recorder.Writes.ToArray());
        return false;
    }

    private int Write(int[] words)
    {
        var length = 1;
        foreach (var outcome in _outcomes) length += 1 + (outcome.Length * ChangeLength);
        var program = Reserve(length);
        var at = program;
        _code[at++] = _outcomes.Count;
        foreach (var outcome in _outcomes)
        {
            _code[at++] = outcome.Length;
            foreach (var write in outcome)
            {
                var (kind, what) = ((int)write.Kind, 0);
                if (write.Reads.Length == 0)
                    what = Keep(write.Words);
                else
                {
                    (kind, what) = (ByTree, forest.NewRoot());
                    Teach(what, write, words);
                }

                _code[at] = kind;
                _code[at + 1] = write.Place.Offset;
                _code[at + 2] = write.Place.Width;
                _code[at + 3] = what;
                at += ChangeLength;
            }
        }

        return program;
    }

    // The step is known; the values that it gives on these words may be new.
    private bool Improve(int program, int[] words)
    {
        if (_code[program++] != _outcomes.Count) return false;
        foreach (var outcome in _outcomes)
        {
            if (_code[program++] != outcome.Length) return false;
            foreach (var write in outcome)
            {
                if (_code[program] != (write.Reads.Length > 0 ? ByTree : (int)write.Kind)
                    || _code[program + 1] != write.Place.Offset)
                    return false;
                if (write.Reads.Length > 0 && !Teach(_code[program + 3], write, words)) return false;
                program += ChangeLength;
            }
        }

        return true;
    }

    private bool Teach(int root, Write write, int[] words)
    {
        var end = forest.Extend(root, [.. write.Reads], new PackedWords(words, 0, definitions));
        if (end < 0) return false;
        if (forest.ResultAt(end) < 0) forest.SetResult(end, Keep([(int)write.Kind, .. write.Words]));
        return true;
    }

    private int Keep(int[] words)
    {
        var place = Reserve(words.Length);
        words.CopyTo(_code, place);
        return place;
    }

    private int Reserve(int length)
    {
        while (_length + length > _code.Length) Array.Resize(ref _code, _code.Length * 2);
        _length += length;
        return _length - length;
    }
}
