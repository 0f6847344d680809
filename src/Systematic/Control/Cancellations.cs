using System.Globalization;

namespace Verified.Systematic;

/// <summary>Cancellation tokens as resources: cancelling is a write, waiting with a token a read.</summary>
internal sealed class Cancellations(Execution execution)
{
    private readonly Dictionary<CancellationToken, SeenToken> _seen = [];

    public void Clear() => _seen.Clear();

    /// <summary>What is known of a token; null of one that cannot be cancelled.</summary>
    public SeenToken? Look(CancellationToken token)
    {
        if (!token.CanBeCanceled)
            return null;
        if (!_seen.TryGetValue(token, out var seen))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"cancellation {_seen.Count + 1}");
            seen = new SeenToken(execution, execution.Resources.BitOf(name), token);
            _seen.Add(token, seen);
        }

        return seen;
    }
}
