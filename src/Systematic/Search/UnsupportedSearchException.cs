namespace Verified.Systematic;

/// <summary>A body that a search cannot deal with.</summary>
internal sealed class UnsupportedSearchException(string message) : InvalidOperationException(message);
