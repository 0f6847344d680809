using Verified.Tla.Values;

namespace Verified.Mirror;

/// <summary>A labelled transition: an action with its arguments, and where it leads.</summary>
internal sealed record Transition(ActionInstance Action, GraphState To);

/// <summary>An action with its arguments; equal when both are.</summary>
internal sealed class ActionInstance(string name, Value[] arguments) : IEquatable<ActionInstance>
{
    private readonly int _hash = HashOf(name, arguments);

    public bool Equals(ActionInstance? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other._hash != _hash || other.Name != name) return false;
        for (var i = 0; i < arguments.Length; i++)
            if (!arguments[i].Equals(other.Arguments[i]))
                return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ActionInstance);

    public override int GetHashCode() => _hash;

    /// <summary><c>AppendEvents(s1, …)</c>.</summary>
    public override string ToString() => $"{name}({string.Join(", ", arguments.AsEnumerable())})";

    private string Name => name;

    private Value[] Arguments => arguments;

    private static int HashOf(string name, Value[] arguments)
    {
        var hash = new HashCode();
        hash.Add(name, StringComparer.Ordinal);
        foreach (var argument in arguments) hash.Add(argument.Fingerprint);
        return hash.ToHashCode();
    }
}
