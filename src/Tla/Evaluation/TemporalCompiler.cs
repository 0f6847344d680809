using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>Compiles temporal formulas to normal form.</summary>
/// <param name="atom">Compiles a state or action formula.</param>
/// <param name="constant">Evaluates a constant expression.</param>
/// <remarks>Source: Lamport, <i>The Temporal Logic of Actions</i> (1994), §5 for WF and SF.</remarks>
internal sealed class TemporalCompiler(
    ExpressionCompiler compiler, Func<Expr, Environment, Formula> atom, Func<Expr, Environment, Value> constant)
{
    public Temporal Compile(Expr e, Environment env)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (Effective.LevelOf(e, env) < Level.Temporal) return Atom(e, env);
        switch (e)
        {
            case Expr.Builtin builtin:
                return Builtin(builtin, env);
            case Expr.Fairness fairness:
                return Fairness(fairness, env);
            case Expr.Quantifier quantifier:
                return Quantifier(quantifier, env);
            case Expr.If branch:
                var condition = Compile(branch.Condition, env);
                return new Temporal.Or(
                [
                    new Temporal.And([condition, Compile(branch.Then, env)]),
                    new Temporal.And([condition.Negate(), Compile(branch.Else, env)]),
                ]);
            case Expr.Let let:
                return Compile(let.Body, ExpressionCompiler.Shadow(let, env));
            case Expr.Call or Expr.Parameter or Expr.Constant when compiler.Peek(e, env) is var (meaning, inside):
                return Compile(meaning, inside);
            default:
                throw new UnsupportedException("VTL0602", "this form of temporal formula is not supported", e.Span);
        }
    }

    private Temporal.Atom Atom(Expr e, Environment env)
    {
        var formula = atom(e, env);
        return new Temporal.Atom(
            e is Expr.ActionSubscript step ? formula.Of(new TemporalStep(step, env)) : formula, IsNegated: false);
    }

    private Temporal Builtin(Expr.Builtin e, Environment env)
    {
        Temporal At(int i) => Compile(e[i], env);
        switch (e.Operator.Operation)
        {
            case Operation.And:
                return new Temporal.And([.. e.Arguments.Select((_, i) => At(i))]);
            case Operation.Or:
                return new Temporal.Or([.. e.Arguments.Select((_, i) => At(i))]);
            case Operation.Not:
                return At(0).Negate();
            case Operation.Implies:
                return new Temporal.Or([At(0).Negate(), At(1)]);
            case Operation.Equivalent:
                var (left, right) = (At(0), At(1));
                return new Temporal.And(
                    [new Temporal.Or([left.Negate(), right]), new Temporal.Or([left, right.Negate()])]);
            case Operation.Always:
                return new Temporal.Always(At(0));
            case Operation.Eventually:
                return new Temporal.Eventually(At(0));
            case Operation.LeadsTo:
                return new Temporal.Always(new Temporal.Or([At(0).Negate(), new Temporal.Eventually(At(1))]));
            default:
                throw new UnsupportedException(
                    "VTL0602", $"a temporal formula with {e.Operator.Name} is not supported", e.Span);
        }
    }

    /// <summary><c>WF_v(A)</c> is <c>[]&lt;>(~ENABLED &lt;&lt;A>>_v \/ &lt;&lt;A>>_v)</c>;
    /// <c>SF_v(A)</c> is <c>&lt;>[]~ENABLED &lt;&lt;A>>_v \/ []&lt;>&lt;&lt;A>>_v</c>.</summary>
    private Temporal Fairness(Expr.Fairness e, Environment env)
    {
        var step = new Expr.ActionSubscript(isBox: false, e.Action, e.Subscript, e.Span);
        var enabled = new Expr.Builtin(
            LanguageOperators.Enabled, [new Argument.Expression(step)], e.Span, Level.State);
        var fair = new TemporalStep(step, env);
        var disabled = new Temporal.Atom(atom(enabled, env).Of(fair), IsNegated: true);
        var taken = new Temporal.Atom(atom(step, env).Of(fair), IsNegated: false);
        return e.IsStrong
            ? new Temporal.Or(
            [
                new Temporal.Eventually(new Temporal.Always(disabled)),
                new Temporal.Always(new Temporal.Eventually(taken)),
            ])
            : new Temporal.Always(new Temporal.Eventually(new Temporal.Or([disabled, taken])));
    }

    private Temporal Quantifier(Expr.Quantifier e, Environment env)
    {
        var items = ImmutableArray.CreateBuilder<Temporal>();
        Expand(e, 0, env, items);
        return e.IsUniversal ? new Temporal.And(items.ToImmutable()) : new Temporal.Or(items.ToImmutable());
    }

    private void Expand(Expr.Quantifier e, int at, Environment env, ImmutableArray<Temporal>.Builder items)
    {
        if (at == e.Bindings.Length)
        {
            items.Add(Compile(e.Body, env));
            return;
        }

        var binding = e.Bindings[at];
        if (binding.Set is null || binding.IsTuple || Effective.LevelOf(binding.Set, env) > Level.Constant
            || constant(binding.Set, env) is not SetValue set)
            throw new UnsupportedException(
                "VTL0603", "a temporal formula can be quantified over constant sets only", binding.Span);
        foreach (var value in set.ToExplicit().Elements)
            Expand(e, at + 1, env.With(binding.Symbols[0], new Environment.Meaning.ByName(
                new Expr.Literal(value, binding.Span), Environment.Empty, IsAction: false)), items);
    }
}
