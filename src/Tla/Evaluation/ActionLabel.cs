using System.Collections.Immutable;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>An action of the next-state relation: the definition a transition is attributed to.</summary>
/// <remarks>The innermost definition reached from Next through disjunctions, <c>\E</c> and calls alone.</remarks>
public sealed class ActionLabel
{
    private readonly Code[] _arguments;

    internal ActionLabel(string name, ImmutableArray<string> parameters, Code[] arguments, Span span)
    {
        Name = name;
        Parameters = parameters;
        _arguments = arguments;
        Span = span;
    }

    /// <summary>The definition's name.</summary>
    public string Name { get; }

    /// <summary>The names of its parameters.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>Its text, which tells two definitions of one name apart.</summary>
    public Span Span { get; }

    internal Code[] ArgumentCodes => _arguments;

    internal Value[] Arguments(Frame frame)
    {
        var values = new Value[_arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = _arguments[i].Evaluate(frame).Canonical();
        return values;
    }
}
