using System.Runtime.CompilerServices;
using Verified.Tla.Semantics;
using static Verified.Tla.Evaluation.Environment;

namespace Verified.Tla.Evaluation;

/// <summary>What an expression depends on once the parameters of its definition stand for something.</summary>
internal static class Effective
{
    /// <summary>The level of an expression in an environment; at least its level as written.</summary>
    public static Level LevelOf(Expr e, Environment env)
    {
        var level = e.Level;
        if (level >= Level.Action || ReferenceEquals(env, Empty)) return level;
        Visit(e, env, ref level);
        return level;
    }

    /// <summary>Whether an operator with an effect (printing, randomness, registers) is in it, calls included.</summary>
    public static bool HasEffect(Expr e, ModelBindings bindings) => HasEffect(e, bindings, []);

    /// <summary>Whether an expression speaks of nothing that an environment binds.</summary>
    public static bool IsClosed(Expr e, Environment env)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (e switch
        {
            Expr.Bound bound => env.Find(bound.Symbol),
            Expr.Parameter parameter => env.Find(parameter.Symbol),
            Expr.Call call => env.Find(call.Definition),
            _ => null,
        } is not null)
            return false;
        foreach (var argument in ExprChildren.ArgumentsOf(e))
            if (argument is Argument.Operator op && env.Find(op.Symbol) is not null)
                return false;
        foreach (var child in ExprChildren.Of(e))
            if (!IsClosed(child, env))
                return false;
        return true;
    }

    /// <summary>Whether the elements of a set are gone through to evaluate it, in calls included.</summary>
    public static bool TakesWork(Expr e, ModelBindings bindings) => TakesWork(e, bindings, []);

    private static bool TakesWork(Expr e, ModelBindings bindings, HashSet<Definition> seen)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (e)
        {
            case Expr.Quantifier or Expr.Choose or Expr.SetFilter or Expr.SetMap or Expr.FunctionConstructor:
                return true;
            case Expr.Call call when bindings.Resolve(call) is Definition definition:
                if (definition.IsRecursive || (seen.Add(definition) && TakesWork(definition.Body, bindings, seen)))
                    return true;
                break;
        }

        foreach (var child in ExprChildren.Of(e))
            if (TakesWork(child, bindings, seen))
                return true;
        return false;
    }

    private static void Visit(Expr e, Environment env, ref Level level)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (e)
        {
            case Expr.Builtin { Operator.Operation: Operation.Enabled }:
                // It binds the primes inside.
                if (level < Level.State) level = Level.State;
                return;
            case Expr.Parameter p:
                Raise(env.Find(p.Symbol), ref level);
                break;
            case Expr.Bound b:
                Raise(env.Find(b.Symbol), ref level);
                break;
            case Expr.Call { Definition: var definition } when env.Find(definition) is Meaning.Local local:
                // Its own parameters are constants here; the arguments are visited below.
                if (!definition.IsRecursive && level < Level.Action)
                    Visit(definition.Body, local.Closure, ref level);
                break;
        }

        if (level >= Level.Action) return;
        foreach (var child in ExprChildren.Of(e))
        {
            if (child.Level > level) level = child.Level;
            Visit(child, env, ref level);
            if (level >= Level.Action) return;
        }
    }

    private static void Raise(Meaning? binding, ref Level level)
    {
        var found = binding switch
        {
            Meaning.ByName name => LevelOf(name.Of, name.In),
            Meaning.Lazy { Of: { } of, In: { } environment } => LevelOf(of, environment),
            Meaning.Lazy => Level.State,
            Meaning.Operator { Of: Argument.Lambda lambda, In: var environment } =>
                LevelOf(lambda.Definition.Body, environment),
            Meaning.Operator { Of: var op } => op.LevelOf,
            _ => Level.Constant,
        };
        if (found > level) level = found;
    }

    private static bool HasEffect(Expr e, ModelBindings bindings, HashSet<Definition> seen)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (e)
        {
            case Expr.Builtin builtin when bindings.Resolve(builtin) is BuiltinOperator { HasEffect: true }:
                return true;
            case Expr.Call call when bindings.Resolve(call) is Definition definition && seen.Add(definition):
                if (HasEffect(definition.Body, bindings, seen)) return true;
                break;
        }

        foreach (var child in ExprChildren.Of(e))
            if (HasEffect(child, bindings, seen))
                return true;
        return false;
    }
}
