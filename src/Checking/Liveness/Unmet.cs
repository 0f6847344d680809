namespace Verified.Checking.Liveness;

/// <summary>The conditions that the edges of a component have not met yet.</summary>
internal static class Unmet
{
    /// <summary>Whether a component has an edge inside, and for each condition one that meets it.</summary>
    public static bool MeetsAll(Product product, Components components, int component, ReadOnlySpan<int> nodes)
    {
        Span<int> unmet = product.ConditionCount <= 256 ? stackalloc int[product.ConditionCount] : new int[product.ConditionCount];
        for (var c = 0; c < unmet.Length; c++) unmet[c] = c;
        var hasEdge = false;
        foreach (var node in nodes)
        {
            for (var cursor = (0, 0); product.TryNext(node, ref cursor, out var edge);)
            {
                // A node by itself has no edge but the stuttering one, which comes first.
                if (nodes.Length == 1 && product.StateOf(edge.To) != product.StateOf(node)) break;
                if (components.Of(edge.To) != component) continue;
                hasEdge = true;
                var left = 0;
                foreach (var condition in unmet)
                    if (!product.Meets(edge, condition))
                        unmet[left++] = condition;
                unmet = unmet[..left];
                if (left == 0) return true;
            }
        }

        return hasEdge && unmet.IsEmpty;
    }
}
