using System.Globalization;

namespace Verified.Systematic;

/// <summary>Cancellation tokens as resources: cancelling is a write, waiting with a token a read.</summary>
internal sealed class Cancellations(Execution execution, ResourceTable resources)
{
    private readonly Dictionary<CancellationToken, Footprint> _seen = [];

    public void Clear() => _seen.Clear();

    /// <summary>What a step touches that looks at a token.</summary>
    public Footprint Read(CancellationToken token)
    {
        if (_seen.TryGetValue(token, out var footprint))
            return footprint;
        // Who cancelled it before anyone looked left no trace.
        if (token.IsCancellationRequested)
            return Footprint.Everything;
        var bit = resources.BitOf(string.Create(CultureInfo.InvariantCulture, $"cancellation {_seen.Count + 1}"));
        footprint = new Footprint(bit, 0);
        _seen.Add(token, footprint);
        token.UnsafeRegister(_ => execution.Touch(new Footprint(0, bit)), null);
        return footprint;
    }
}
