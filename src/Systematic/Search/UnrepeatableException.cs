namespace Verified.Systematic;

/// <summary>The same choices led elsewhere.</summary>
internal sealed class UnrepeatableException(string message) : InvalidOperationException(message);
