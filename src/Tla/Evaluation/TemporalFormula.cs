using System.Collections.Immutable;
using Verified.Tla.Semantics;

namespace Verified.Tla.Evaluation;

/// <summary>What a conjunct of a temporal formula speaks of.</summary>
public enum TemporalKind
{
    /// <summary>A state predicate: of the first state.</summary>
    Initial,

    /// <summary><c>[]P</c>: of every state.</summary>
    Invariant,

    /// <summary><c>[][A]_v</c>: of every step.</summary>
    Action,

    /// <summary>Anything else: of whole behaviours.</summary>
    Temporal,
}

/// <summary>A conjunct: for <see cref="TemporalKind.Invariant"/> and <see cref="TemporalKind.Action"/> without its <c>[]</c>.</summary>
internal sealed record TemporalPart(TemporalKind Kind, Expr Expr, Environment Env);

/// <summary>Takes a temporal formula apart into what safety checking decides and the rest.</summary>
internal static class TemporalFormula
{
    public static ImmutableArray<TemporalPart> Decompose(Expr formula, Environment env, ExpressionCompiler compiler)
    {
        var parts = ImmutableArray.CreateBuilder<TemporalPart>();
        Add(formula, env, compiler, parts);
        return parts.ToImmutable();
    }

    private static void Add(
        Expr e, Environment env, ExpressionCompiler compiler, ImmutableArray<TemporalPart>.Builder parts)
    {
        var level = Effective.LevelOf(e, env);
        switch (e)
        {
            case Expr.Builtin { Operator.Operation: Operation.And } and:
                for (var i = 0; i < and.Arguments.Length; i++)
                    Add(and[i], env, compiler, parts);
                break;
            case Expr.Builtin { Operator.Operation: Operation.Always } always:
                AddAlways(always, always[0], env, env, compiler, parts);
                break;
            case Expr.Call or Expr.Parameter or Expr.Constant
                when level > Level.State && compiler.Peek(e, env) is var (meaning, inside):
                Add(meaning, inside, compiler, parts);
                break;
            default:
                parts.Add(new(level <= Level.State ? TemporalKind.Initial : TemporalKind.Temporal, e, env));
                break;
        }
    }

    private static void AddAlways(
        Expr whole, Expr inner, Environment env, Environment inside, ExpressionCompiler compiler,
        ImmutableArray<TemporalPart>.Builder parts)
    {
        if (inner is Expr.ActionSubscript { IsBox: true })
            parts.Add(new(TemporalKind.Action, inner, inside));
        else if (Effective.LevelOf(inner, inside) <= Level.State)
            parts.Add(new(TemporalKind.Invariant, inner, inside));
        else if (inner is Expr.Call or Expr.Parameter && compiler.Peek(inner, inside) is var (meaning, deeper))
            AddAlways(whole, meaning, env, deeper, compiler, parts);
        else
            parts.Add(new(TemporalKind.Temporal, whole, env));
    }
}
