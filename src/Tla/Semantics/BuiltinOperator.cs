using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Semantics;

/// <summary>The operators whose evaluation order, laziness or level is part of the language.</summary>
public enum Operation
{
    /// <summary>A strict function of its arguments; see <see cref="BuiltinOperator.Function"/>.</summary>
    Function,
    And,
    Or,
    Not,
    Implies,
    Equivalent,
    Equal,
    NotEqual,
    In,
    NotIn,
    SubsetEq,
    Union,
    Intersect,
    Difference,
    PowerSet,
    BigUnion,
    Domain,
    Prime,
    Unchanged,
    Enabled,
    Always,
    Eventually,
    LeadsTo,
    Guarantees,
    Compose,
}

/// <summary>An operator passed to an operator of a standard module.</summary>
/// <remarks>Valid only during the invocation it was passed to.</remarks>
public delegate Value OperatorArgument(params ReadOnlySpan<Value> arguments);

/// <summary>What an operator of a standard module sees of its call.</summary>
/// <param name="Values">The arguments; null at the places of operators.</param>
/// <param name="Operators">The operators passed; null at the places of values.</param>
/// <param name="Host">What evaluation may reach outside: printing, registers, randomness.</param>
public readonly record struct Invocation(
    Value[] Values, OperatorArgument?[] Operators, EvaluationHost Host)
{
    public Value this[int index] => Values[index];

    public OperatorArgument Operator(int index) =>
        Operators[index] ?? throw new ValueException("an operator was expected as argument " + (index + 1));
}

/// <summary>An operator of the language or of a standard module, implemented here.</summary>
public sealed class BuiltinOperator : Symbol
{
    private BuiltinOperator(string name, int arity, Operation operation)
        : base(name, arity) => Operation = operation;

    public Operation Operation { get; }

    /// <summary>For <see cref="Operation.Function"/>: the function; it may throw <see cref="ValueException"/>.</summary>
    public Func<Invocation, Value>? Function { get; private init; }

    /// <summary>The function of one argument, where there is one: called without an <see cref="Invocation"/>.</summary>
    public Func<Value, Value>? Unary { get; private init; }

    /// <summary>The function of two arguments, likewise.</summary>
    public Func<Value, Value, Value>? Binary { get; private init; }

    /// <summary>The function of two arguments as a condition, where its value is a boolean.</summary>
    public Func<Value, Value, bool>? Relation { get; private init; }

    /// <summary>For each argument the arity of the operator it must be, 0 for a value; null when all are values.</summary>
    public int[]? OperatorArities { get; private init; }

    /// <summary>Must be evaluated each time: it prints, draws at random, or keeps registers.</summary>
    public bool HasEffect { get; private init; }

    /// <summary>Its value or effect depends on what was evaluated before: registers, randomness, files.</summary>
    public bool IsOrdered { get; private init; }

    /// <summary>Named, but refused when used: what the diagnostic says instead.</summary>
    public string? Unsupported { get; private init; }

    /// <summary>An operator whose values a model gives row by row.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arity">How many arguments it takes; at least one.</param>
    /// <param name="rows">From the tuple of arguments to the value; elsewhere it has none.</param>
    public static BuiltinOperator Table(string name, int arity, IReadOnlyDictionary<Value, Value> rows) => Of(name, arity, call =>
    {
        var arguments = TupleValue.Of(call.Values);
        return rows.TryGetValue(arguments, out var value)
            ? value
            : throw new ValueException($"the model gives {name} no value at {arguments.ToString(Verified.Tla.Values.Value.MessageLength)}");
    });

    internal static BuiltinOperator Of(string name, int arity, Operation operation) => new(name, arity, operation);

    internal static BuiltinOperator Value(string name, Func<Value> value) =>
        new(name, 0, Operation.Function) { Function = _ => value() };

    internal static BuiltinOperator Of(string name, Func<Value, Value> unary) =>
        new(name, 1, Operation.Function) { Unary = unary };

    internal static BuiltinOperator Of(string name, Func<Value, Value, Value> binary) =>
        new(name, 2, Operation.Function) { Binary = binary };

    internal static BuiltinOperator Of(string name, Func<Value, Value, bool> relation) =>
        new(name, 2, Operation.Function) { Relation = relation };

    internal static BuiltinOperator Of(
        string name, int arity, Func<Invocation, Value> function, int[]? operators = null, bool effect = false,
        bool ordered = false) =>
        new(name, arity, Operation.Function)
        {
            Function = function,
            OperatorArities = operators,
            HasEffect = effect,
            IsOrdered = ordered,
        };

    internal static BuiltinOperator Refused(string name, int arity, string why) =>
        new(name, arity, Operation.Function) { Unsupported = why };
}
