using System.Collections.Immutable;
using Verified.Tla.Semantics;
using static Verified.Tla.Evaluation.Environment;

namespace Verified.Tla.Evaluation;

/// <summary>Recursive operators: procedures with frames of their own.</summary>
internal sealed partial class ExpressionCompiler
{
    // A recursive operator may hand on the operators it was given; if it makes new ones, this many are enough.
    private const int MostSpecialisations = 100;

    private ProcedureCallCode CallProcedure(
        Definition definition, Meaning.Local? local, (Argument Of, Environment In)[] arguments, bool primed, Origin origin)
    {
        var closure = local?.Closure ?? Empty;
        var isNext = primed && Effective.LevelOf(definition.Body, closure) > Level.Constant;
        var key = new ProcedureKey(definition, closure, isNext, Operators(arguments));
        if (!Procedures.TryGetValue(key, out var procedure))
            procedure = Compile(key, Captured(key, local), origin);
        return new ProcedureCallCode(procedure, ProcedureArguments(definition, arguments, primed, origin), origin);
    }

    /// <summary>The operators among the arguments of a recursive call, seen through parameters to what was passed first.</summary>
    internal static ImmutableArray<(Argument Of, Environment In)> Operators((Argument Of, Environment In)[] arguments)
    {
        var operators = ImmutableArray.CreateBuilder<(Argument, Environment)>();
        foreach (var argument in arguments)
        {
            var (of, env) = argument;
            while (of is Argument.Operator { Symbol: ParameterSymbol parameter, Leading.IsEmpty: true }
                && env.Find(parameter) is Meaning.Operator passed)
                (of, env) = (passed.Of, passed.In);
            if (of is not Argument.Expression) operators.Add((of, env));
        }

        return operators.ToImmutable();
    }

    /// <summary>How many slots of the calling frame a procedure sees: all of them, if its operators may speak of them.</summary>
    internal int Captured(ProcedureKey key, Meaning.Local? local) =>
        key.Operators.IsEmpty ? local?.CapturedSlots ?? 0 : Layout.Count;

    /// <summary>The arguments of a recursive call, as code of the calling frame.</summary>
    internal (Code, bool)[] ProcedureArguments(
        Definition definition, ImmutableArray<Argument> arguments, Environment env, Origin origin) =>
        ProcedureArguments(definition, In(arguments, env), primed: false, origin);

    /// <summary>The arguments of a call with the environment they stand in.</summary>
    internal static (Argument Of, Environment In)[] At(ImmutableArray<Argument> arguments, Environment env) =>
        In(arguments, env);

    private (Code, bool)[] ProcedureArguments(
        Definition definition, (Argument Of, Environment In)[] arguments, bool primed, Origin origin)
    {
        var codes = new List<(Code, bool)>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Of is not Argument.Expression { Value: var value }) continue;
            if (Effective.LevelOf(value, arguments[i].In) >= Level.Action)
                throw new UnsupportedException(
                    "VTL0408", $"an argument of the recursive operator {definition.Name} has primes", value.Span);
            codes.Add((Compile(value, arguments[i].In, primed),
                Strictness.Needs(definition.Body, definition.Parameters[i])));
        }

        return [.. codes];
    }

    /// <summary>The compiler of a procedure's own frame, which begins with captured slots.</summary>
    internal ExpressionCompiler ForProcedure(int captured) =>
        new(session, new Layout(captured)) { Procedures = Procedures };

    /// <summary>Binds the parameters of a recursive operator: values to the first free slots, operators to what was passed.</summary>
    internal Environment BindParameters(ProcedureKey key, Environment env)
    {
        var passed = 0;
        foreach (var parameter in key.Definition.Parameters)
            env = env.With(parameter, parameter.Arity > 0
                ? new Meaning.Operator(key.Operators[passed].Of, key.Operators[passed++].In)
                : new Meaning.Lazy(Layout.New(), null, null) { IsNext = key.IsNext });
        return env;
    }

    private Procedure Compile(ProcedureKey key, int captured, Origin origin)
    {
        if (!key.Operators.IsEmpty && Procedures.Keys.Count(k => k.Definition == key.Definition) == MostSpecialisations)
            throw new UnsupportedException(
                "VTL0407", $"the recursive operator {key.Definition.Name} makes ever new operators for itself", origin.Span);
        var site = new CallSite(key.Definition.Name, origin);
        var procedure = new Procedure(site, captured);
        Procedures[key] = procedure;
        var inner = ForProcedure(captured);
        var env = inner.BindParameters(key, key.Closure.Calling(site));
        procedure.Body = inner.Compile(key.Definition.Body, env, key.IsNext);
        procedure.FrameSize = inner.Layout.Count;
        return procedure;
    }
}

/// <summary>What one compiled recursive operator is made for.</summary>
/// <param name="Definition">The operator.</param>
/// <param name="Closure">The environment of a LET that it stands in.</param>
/// <param name="IsNext">It is called under a prime.</param>
/// <param name="Operators">The operators it was given.</param>
internal sealed record ProcedureKey(
    Definition Definition, Environment Closure, bool IsNext, ImmutableArray<(Argument Of, Environment In)> Operators)
{
    public bool Equals(ProcedureKey? other) => other is not null
        && ReferenceEquals(Definition, other.Definition) && ReferenceEquals(Closure, other.Closure)
        && IsNext == other.IsNext && Operators.SequenceEqual(other.Operators);

    public override int GetHashCode() => HashCode.Combine(Definition, Closure, IsNext, Operators.Length);
}
