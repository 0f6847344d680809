using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>The fingerprints of the values that expressions have in packed states, remembered by what they read.</summary>
internal sealed class RememberedFingerprints(Recorder recorder, DecisionForest forest, DefinitionWords definitions, int[] buffer)
{
    // Those that are kept; what is met beyond that is evaluated each time.
    private const int MaxKept = 1 << 20;

    private readonly List<ulong> _kept = [];

    public Part PartFor(Code code) => new("", [], forest.NewRoot()) { Condition = code };

    /// <summary>The fingerprint in the state whose words start there.</summary>
    /// <exception cref="ValueException">The expression has no value.</exception>
    public ulong Of(Part part, int start)
    {
        if (part.IsDirect) return Evaluate(part, start, allowsEffects: true);
        part.CountVisit();
        var known = forest.Walk(part.Root, new PackedWords(buffer, start, definitions));
        return known >= 0 ? _kept[known] : Learn(part, start);
    }

    private ulong Learn(Part part, int start)
    {
        try
        {
            var nodes = forest.Count;
            var fingerprint = Evaluate(part, start, allowsEffects: false);
            var end = _kept.Count < MaxKept
                ? forest.Extend(part.Root, recorder.Main.Words, new PackedWords(buffer, start, definitions))
                : -1;
            part.CountMiss(forest.Count - nodes);
            if (end < 0) part.GiveUp();
            else Keep(end, fingerprint);
            return fingerprint;
        }
        catch (EffectException)
        {
            part.GiveUp();
            return Evaluate(part, start, allowsEffects: true);
        }
    }

    private void Keep(int end, ulong fingerprint)
    {
        forest.SetResult(end, _kept.Count);
        _kept.Add(fingerprint);
    }

    private ulong Evaluate(Part part, int start, bool allowsEffects)
    {
        recorder.Begin(buffer, start, isPair: false, allowsEffects);
        part.BindTo(recorder.Frame);
        return part.Condition!.Evaluate(recorder.Frame).Canonical().Fingerprint;
    }
}
