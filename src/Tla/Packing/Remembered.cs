using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>What expressions come to in packed states: evaluated once, then remembered by what was read for it.</summary>
internal abstract class Remembered<T>(
    Recorder recorder, DecisionForest forest, DefinitionWords definitions, int[] buffer)
{
    /// <summary>The result of a part in the state whose words start there, or for that state and the next one.</summary>
    /// <exception cref="ValueException">It has none.</exception>
    public T Ask(Part part, int start, bool isPair)
    {
        if (part.IsDirect) return Evaluate(part, start, isPair, isRecording: false);
        part.CountVisit();
        var known = forest.Walk(part.Root, new PackedWords(buffer, start, definitions));
        if (known >= 0) return ResultOf(known);
        if (!forest.IsFull) return Learn(part, start, isPair);
        part.GiveUp();
        return Evaluate(part, start, isPair, isRecording: false);
    }

    protected abstract T Evaluate(Code code, Frame frame);

    /// <summary>The number under which a result is kept; negative if there is no more room.</summary>
    protected abstract int Keep(T result);

    /// <summary>The result that is kept under a number.</summary>
    protected abstract T ResultOf(int number);

    private T Learn(Part part, int start, bool isPair)
    {
        var nodes = forest.Count;
        T result;
        try
        {
            result = Evaluate(part, start, isPair, isRecording: true);
        }
        catch (EffectException)
        {
            part.GiveUp();
            return Evaluate(part, start, isPair, isRecording: false);
        }

        var words = new PackedWords(buffer, start, definitions);
        var end = forest.Extend(part.Root, recorder.Main.Words, words);
        var number = end < 0 ? -1 : Keep(result);
        if (end < 0) part.StartOver(forest);
        else if (number < 0) part.GiveUp();
        else forest.SetResult(end, number);
        part.CountMiss(forest.Count - nodes);
        foreach (var word in recorder.Main.Words)
            part.Mask?.Add(words.BitOf(word));
        return result;
    }

    private T Evaluate(Part part, int start, bool isPair, bool isRecording)
    {
        recorder.Begin(buffer, start, isPair, isRecording);
        part.BindTo(recorder.Frame);
        return Evaluate(part.Condition!, recorder.Frame);
    }
}

/// <summary>The truth of conditions.</summary>
internal sealed class RememberedConditions(
    Recorder recorder, DecisionForest forest, DefinitionWords definitions, int[] buffer)
    : Remembered<bool>(recorder, forest, definitions, buffer)
{
    protected override bool Evaluate(Code code, Frame frame) => code.Test(frame);

    protected override int Keep(bool result) => result ? 1 : 0;

    protected override bool ResultOf(int number) => number != 0;
}

/// <summary>The fingerprints of values.</summary>
internal sealed class RememberedFingerprints(
    Recorder recorder, DecisionForest forest, DefinitionWords definitions, int[] buffer)
    : Remembered<ulong>(recorder, forest, definitions, buffer)
{
    private const int MaxKept = 1 << 20;

    private readonly List<ulong> _kept = [];

    protected override ulong Evaluate(Code code, Frame frame) => code.Evaluate(frame).Canonical().Fingerprint;

    protected override int Keep(ulong result)
    {
        if (_kept.Count == MaxKept) return -1;
        _kept.Add(result);
        return _kept.Count - 1;
    }

    protected override ulong ResultOf(int number) => _kept[number];
}
