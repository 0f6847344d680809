using System.Collections.Immutable;

namespace Verified.Checking.Liveness;

/// <summary>A question about some atoms at once, all of them in one word of the table.</summary>
/// <param name="IsStep">Whether they speak of steps, not of states.</param>
/// <param name="Word">Which word of a row holds them.</param>
/// <param name="Mask">Their bits.</param>
/// <param name="Wanted">Those of the bits that are to be set; the others are not to be.</param>
internal readonly record struct AtomTest(bool IsStep, int Word, ulong Mask, ulong Wanted)
{
    /// <summary>The tests that ask of each literal whether it holds.</summary>
    public static AtomTest[] Of(ImmutableArray<(int Atom, bool IsNegated)> literals, AtomTable atoms)
    {
        var tests = new List<AtomTest>();
        foreach (var group in literals.GroupBy(l => (IsStep: atoms.IsStep(l.Atom), Word: l.Atom >> 6)))
        {
            ulong mask = 0, wanted = 0, unwanted = 0;
            foreach (var (atom, isNegated) in group)
            {
                mask |= 1UL << (atom & 63);
                if (isNegated) unwanted |= 1UL << (atom & 63);
                else wanted |= 1UL << (atom & 63);
            }

            // A literal and its opposite: each is asked by itself.
            if ((wanted & unwanted) != 0)
                tests.Add(new AtomTest(group.Key.IsStep, group.Key.Word, unwanted, 0));
            tests.Add((wanted & unwanted) != 0
                ? new AtomTest(group.Key.IsStep, group.Key.Word, wanted, wanted)
                : new AtomTest(group.Key.IsStep, group.Key.Word, mask, wanted));
        }

        return [.. tests];
    }
}
