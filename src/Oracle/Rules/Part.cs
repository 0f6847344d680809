using Verified.Oracle.History;

namespace Verified.Oracle.Rules;

/// <summary>Judges one kind of system: told of the operations that concern it, in line order.</summary>
internal abstract class Part
{
    /// <summary>Its properties, in the order in which reports list them.</summary>
    public abstract IReadOnlyList<Rule> Rules { get; }

    /// <summary>An operation begins; the reader is told where it is malformed.</summary>
    public abstract void Invoke(Operation operation, HistoryReader reader);

    /// <summary>It ended with <c>ok</c>.</summary>
    public abstract void Succeed(Operation operation, HistoryReader reader);

    /// <summary>It ended with <c>fail</c>.</summary>
    public abstract void Fail(Operation operation, HistoryLine line);

    /// <summary>It ended with <c>info</c>, or its process crashed, in this line; 0: the history ended.</summary>
    public abstract void Unknown(Operation operation, uint line);

    /// <summary>After the last line, and after every open operation was told to be unknown.</summary>
    public abstract void Conclude();

    /// <summary>What was acknowledged, observed and unknown so far.</summary>
    public abstract Counts Count();
}
