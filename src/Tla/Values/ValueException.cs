namespace Verified.Tla.Values;

/// <summary>An operation on values that TLA+ leaves undefined or TLC refuses; the evaluator adds the place in the
/// specification.</summary>
/// <param name="message">What was attempted, with the values, bounded in length.</param>
public sealed class ValueException(string message) : Exception(message);
