using System.Collections.Immutable;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tla.Semantics;

/// <summary>Levels: what may be primed, boxed, bound, chosen from.</summary>
/// <remarks>Source: Lamport, <i>Specifying Systems</i>, §17.2.</remarks>
internal sealed partial class Resolver
{
    private static Level Max(Level a, Level b) => a > b ? a : b;

    private static Level LevelOf(ImmutableArray<Binding> bindings)
    {
        var level = Level.Constant;
        foreach (var binding in bindings)
            if (binding.Set is { } set)
                level = Max(level, set.Level);
        return level;
    }

    private Expr MakeBuiltin(BuiltinOperator op, ImmutableArray<Argument> arguments, Span span, Level level)
    {
        switch (op.Operation)
        {
            case Operation.Prime:
                AtMost(Level.State, arguments[0], "the prime", span);
                return new Expr.Builtin(op, arguments, span, Level.Action);
            case Operation.Unchanged:
                AtMost(Level.State, arguments[0], "UNCHANGED", span);
                return new Expr.Builtin(op, arguments, span, Level.Action);
            case Operation.Enabled:
                AtMost(Level.Action, arguments[0], "ENABLED", span);
                return new Expr.Builtin(op, arguments, span, Level.State);
            case Operation.Compose:
                AtMost(Level.Action, arguments[0], @"\cdot", span);
                AtMost(Level.Action, arguments[1], @"\cdot", span);
                return new Expr.Builtin(op, arguments, span, Level.Action);
            case Operation.Always or Operation.Eventually or Operation.LeadsTo or Operation.Guarantees:
                return new Expr.Builtin(op, arguments, span, Level.Temporal);
            case Operation.And or Operation.Or or Operation.Not or Operation.Implies or Operation.Equivalent:
                return new Expr.Builtin(op, arguments, span, level);
            default:
                foreach (var argument in arguments)
                    AtMost(Level.Action, argument, op.Name, span);
                return new Expr.Builtin(op, arguments, span, level);
        }
    }

    private void AtMost(Level most, Argument argument, string by, Span span)
    {
        if (argument.LevelOf > most)
            _session.Report("VTL0301", span,
                $"{by} is applied to {Describe(argument.LevelOf)}", $"{DescribeAtMost(most)}");
        Restrict(argument, most);
    }

    /// <summary>A parameter that is primed inside may only be given what can be primed.</summary>
    private void RestrictArguments(Definition definition, ImmutableArray<Argument> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var most = definition.Parameters[i].MaxLevel;
            if (most < Level.Temporal && arguments[i] is Argument.Expression { Value: var value })
                AtMost(most, arguments[i], $"{definition.Name} (which primes its {Ordinal(i)} argument)", value.Span);
        }
    }

    private static void Restrict(Argument argument, Level most)
    {
        if (argument is not Argument.Expression { Value: var value }) return;
        if (value is Expr.Parameter { Symbol: var symbol } && symbol.MaxLevel > most)
            symbol.MaxLevel = most;
    }

    private static string Describe(Level level) => level switch
    {
        Level.Constant => "a constant expression",
        Level.State => "a state function",
        Level.Action => "an action (it contains a prime already)",
        _ => "a temporal formula",
    };

    private static string DescribeAtMost(Level level) => level switch
    {
        Level.Constant => "a constant expression",
        Level.State => "an expression without primes or temporal operators",
        _ => "an expression without temporal operators",
    };

    private static string Ordinal(int index) => index switch
    {
        0 => "first",
        1 => "second",
        2 => "third",
        _ => $"{index + 1}th",
    };

    private Expr Resolve(ExprSyntax.ActionSubscript syntax)
    {
        var action = Resolve(syntax.Action);
        var subscript = Resolve(syntax.Subscript);
        AtMost(Level.Action, new Argument.Expression(action), syntax.IsBox ? "[ ]_v" : "<< >>_v", syntax.Span);
        AtMost(Level.State, new Argument.Expression(subscript), "the subscript", syntax.Subscript.Span);
        return new Expr.ActionSubscript(syntax.IsBox, action, subscript, syntax.Span);
    }

    private Expr Resolve(ExprSyntax.Fairness syntax)
    {
        var subscript = Resolve(syntax.Subscript);
        var action = Resolve(syntax.Action);
        AtMost(Level.State, new Argument.Expression(subscript), "the subscript", syntax.Subscript.Span);
        AtMost(Level.Action, new Argument.Expression(action), syntax.IsStrong ? "SF" : "WF", syntax.Span);
        return new Expr.Fairness(syntax.IsStrong, subscript, action, syntax.Span);
    }
}
