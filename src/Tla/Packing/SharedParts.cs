using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>The parts that definitions were split into, each with its arguments: another action that has the same disjunct
/// has the same parts.</summary>
internal sealed class SharedParts
{
    private readonly Dictionary<Scope, List<Part>> _parts = [];

    /// <summary>The parts of a definition with arguments; null if it was not split.</summary>
    public List<Part>? Find(object definition, Value[] arguments) =>
        _parts.GetValueOrDefault(new Scope(definition, arguments));

    /// <summary>Keeps the parts that a definition was split into first.</summary>
    public void Add(object definition, Value[] arguments, List<Part> parts) =>
        _parts.TryAdd(new Scope(definition, arguments), parts);

    private readonly struct Scope(object definition, Value[] arguments) : IEquatable<Scope>
    {
        private readonly object _definition = definition;
        private readonly Value[] _arguments = arguments;

        public bool Equals(Scope other)
        {
            if (!ReferenceEquals(_definition, other._definition) || _arguments.Length != other._arguments.Length) return false;
            for (var i = 0; i < _arguments.Length; i++)
                if (!_arguments[i].Equals(other._arguments[i]))
                    return false;
            return true;
        }

        public override bool Equals(object? obj) => obj is Scope other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_definition));
            foreach (var argument in _arguments) hash.Add(argument);
            return hash.ToHashCode();
        }
    }
}
