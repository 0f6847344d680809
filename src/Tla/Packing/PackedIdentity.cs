namespace Verified.Tla.Packing;

/// <summary>Which packed states a search takes for one: 64 bits, equal for those.</summary>
/// <remarks>It speaks of the states in the buffer of its <see cref="PackedEvaluator"/>. One for each thread.</remarks>
public abstract class PackedIdentity
{
    private protected PackedIdentity()
    {
    }

    /// <summary>The identity of the state under evaluation, whose successors will be asked for. Never 0.</summary>
    /// <param name="sum">Its <see cref="PackedHash.Sum"/>.</param>
    public abstract ulong Enter(ulong sum);

    /// <summary>The identity of the next state. Never 0.</summary>
    /// <param name="sum">Its <see cref="PackedHash.Sum"/>.</param>
    /// <param name="changed">The words, modulo 64, in which it may differ from the state entered last; all, if none was.</param>
    public abstract ulong OfNext(ulong sum, ulong changed);

    /// <summary>Equal states are one.</summary>
    internal sealed class Equality : PackedIdentity
    {
        public override ulong Enter(ulong sum) => PackedHash.Finish(sum);

        public override ulong OfNext(ulong sum, ulong changed) => PackedHash.Finish(sum);
    }
}
