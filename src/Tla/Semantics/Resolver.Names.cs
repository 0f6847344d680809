using System.Collections.Immutable;
using Verified.Tla.Modules;
using Verified.Tla.Source;
using Verified.Tla.Syntax;
using Verified.Tla.Values;

namespace Verified.Tla.Semantics;

/// <summary>Names and applications: what each stands for, with the right number and kind of arguments.</summary>
internal sealed partial class Resolver
{
    private Expr Resolve(ExprSyntax.Apply syntax)
    {
        if (syntax.Prefix.Length > 0)
            return ResolveQualified(syntax);
        if (_scope.TryFind(syntax.Name.Text, out var symbol))
            return Apply(symbol, LeadingFor(symbol), syntax.Arguments, syntax);
        Unknown(syntax.Name);
        foreach (var argument in syntax.Arguments)
            Resolve(argument);
        return Fault(syntax.Span);
    }

    /// <summary>The parameters of enclosing instances that a definition of this elaboration takes first.</summary>
    private ImmutableArray<Argument> LeadingFor(Symbol symbol)
    {
        var count = symbol switch
        {
            Definition definition => definition.Implicit,
            InstanceSymbol instance => instance.Implicit,
            _ => 0,
        };
        return count == 0 ? [] : [.. _frame.Implicit.Take(count).Select(AsArgument)];
    }

    private static Argument AsArgument(ParameterSymbol parameter) => parameter.Arity == 0
        ? new Argument.Expression(new Expr.Parameter(parameter, [], parameter.Span, Level.Constant))
        : new Argument.Operator(parameter, [], parameter.Span, Level.Constant);

    private Expr ResolveQualified(ExprSyntax.Apply syntax)
    {
        if (FindPart(syntax) is { } part) return part;
        var (symbol, leading) = FindQualified(syntax.Prefix, syntax.Name, syntax.Span);
        return symbol is null ? Fault(syntax.Span) : Apply(symbol, leading, syntax.Arguments, syntax, isQualified: true);
    }

    private (Symbol? Symbol, ImmutableArray<Argument> Leading) FindQualified(
        ImmutableArray<NameStepSyntax> prefix, NameSyntax last, Span span)
    {
        ImmutableArray<Argument> leading = [];
        InstanceSymbol? instance = null;
        foreach (var step in prefix)
        {
            var found = instance is null
                ? (_scope.TryFind(step.Name.Text, out var symbol) ? symbol : null)
                : Export(instance, step.Name.Text);
            if (found is not InstanceSymbol next)
            {
                if (found is Definition)
                    _session.Refuse("VTL0290", span, "the name of a subexpression cannot stand for an operator");
                else
                    Unknown(step.Name);
                return (null, []);
            }

            if (instance is null) leading = LeadingFor(next);
            if (step.Arguments.Length != next.Parameters.Length)
            {
                _session.Report("VTL0206", step.Name.Span,
                    $"the instance {next.Name} takes {Count(next.Parameters.Length)}, not {step.Arguments.Length}");
                return (null, []);
            }

            for (var i = 0; i < step.Arguments.Length; i++)
                leading = leading.Add(ResolveArgument(step.Arguments[i], next.Name, next.Parameters[i].Arity));
            instance = next;
        }

        var result = Export(instance!, last.Text);
        if (result is null)
            _session.Report("VTL0201", last.Span, $"module {instance!.Of.Module} does not define {last.Text}",
                Suggestion(last.Text, instance.Of.Exports.Select(e => e.Key)));
        return (result, leading);
    }

    private static Symbol? Export(InstanceSymbol instance, string name)
    {
        foreach (var (key, symbol) in instance.Of.Exports)
            if (key == name)
                return symbol;
        return null;
    }

    private Expr Apply(
        Symbol symbol,
        ImmutableArray<Argument> leading,
        ImmutableArray<ExprSyntax> arguments,
        ExprSyntax.Apply syntax,
        bool isQualified = false)
    {
        if (symbol is SubstitutionSymbol substituted)
            return ApplyReplacement(substituted, arguments, syntax);
        if (symbol is InstanceSymbol or InnerModuleSymbol)
        {
            _session.Report("VTL0208", syntax.Name.Span, $"{symbol.Name} is not an operator",
                $"{symbol.Name}!Name");
            return Fault(syntax.Span);
        }

        if (symbol.Arity - leading.Length != arguments.Length)
        {
            _session.Report("VTL0206", syntax.Name.Span,
                $"{symbol.Name} takes {Count(symbol.Arity - leading.Length)}, not {arguments.Length}");
            foreach (var argument in arguments)
                Resolve(argument);
            return Fault(syntax.Span);
        }

        var resolved = leading;
        for (var i = 0; i < arguments.Length; i++)
            resolved = resolved.Add(
                ResolveArgument(arguments[i], symbol.Name, ArityOfParameter(symbol, leading.Length + i)));
        return Make(symbol, resolved, syntax.Span, isQualified);
    }

    private Expr ApplyReplacement(
        SubstitutionSymbol symbol, ImmutableArray<ExprSyntax> arguments, ExprSyntax.Apply syntax)
    {
        switch (symbol.Replacement)
        {
            case Argument.Expression expression when arguments.Length == 0:
                return symbol.IsVariable && expression.Value is not Expr.Variable
                    ? new Expr.Substituted(symbol, expression.Value, syntax.Span)
                    : expression.Value;
            case Argument.Operator op:
                return Apply(op.Symbol, op.Leading, arguments, syntax);
            case Argument.Lambda lambda:
                return Apply(lambda.Definition, [], arguments, syntax);
            default:
                _session.Report("VTL0206", syntax.Name.Span, $"{symbol.Name} takes no arguments here");
                return Fault(syntax.Span);
        }
    }

    private Expr Make(Symbol symbol, ImmutableArray<Argument> arguments, Span span, bool isQualified = false)
    {
        var level = Level.Constant;
        foreach (var argument in arguments)
            level = Max(level, argument.LevelOf);
        switch (symbol)
        {
            case VariableSymbol variable:
                return new Expr.Variable(variable, span);
            case BoundSymbol bound:
                return new Expr.Bound(bound, span);
            case ConstantSymbol constant:
                return new Expr.Constant(constant, arguments, span, level);
            case ParameterSymbol parameter:
                return new Expr.Parameter(parameter, arguments, span, level);
            case Definition definition:
                RestrictArguments(definition, arguments);
                return new Expr.Call(definition, arguments, span, Max(level, LevelOfCall(definition)), isQualified);
            case BuiltinOperator builtin:
                return MakeBuiltin(builtin, arguments, span, level);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Level LevelOfCall(Definition definition) =>
        definition.HasBody ? definition.Level : _session.Assume(definition, definition.DeclaredAt);

    private static int ArityOfParameter(Symbol symbol, int index) => symbol switch
    {
        Definition definition => definition.Parameters[index].Arity,
        BuiltinOperator builtin => builtin.OperatorArities?[index] ?? 0,
        _ => 0,
    };

    /// <summary>An argument: an expression, or an operator where one of that arity is called for (−1: either).</summary>
    private Argument ResolveArgument(ExprSyntax syntax, string of, int arity)
    {
        if (syntax is ExprSyntax.Lambda lambda)
            return new Argument.Lambda(Resolve(lambda));
        if (syntax is ExprSyntax.OperatorName symbolic)
            return OperatorNamed([], symbolic.Name, of, arity);
        if (arity != 0 && syntax is ExprSyntax.Apply { Arguments.Length: 0 } name && IsOperator(name))
            return OperatorNamed(name.Prefix, name.Name, of, arity);
        if (arity > 0)
        {
            _session.Report("VTL0206", syntax.Span, $"{of} takes an operator of {Count(arity)} here", "an operator's name or a LAMBDA");
            return new Argument.Expression(Fault(syntax.Span));
        }

        return new Argument.Expression(Resolve(syntax));
    }

    private bool IsOperator(ExprSyntax.Apply name)
    {
        if (name.Prefix.Length > 0)
            return true;
        return _scope.TryFind(name.Name.Text, out var symbol) && symbol.Arity - LeadingFor(symbol).Length > 0;
    }

    private Argument OperatorNamed(
        ImmutableArray<NameStepSyntax> prefix, NameSyntax name, string of, int arity)
    {
        Symbol? symbol;
        ImmutableArray<Argument> leading = [];
        if (prefix.Length > 0)
            (symbol, leading) = FindQualified(prefix, name, name.Span);
        else if (_scope.TryFind(name.Text, out symbol))
            leading = LeadingFor(symbol);
        else
            Unknown(name);
        switch (symbol)
        {
            case null:
                return new Argument.Expression(Fault(name.Span));
            case SubstitutionSymbol substituted:
                return substituted.Replacement;
            default:
                var own = symbol.Arity - leading.Length;
                if (own == 0 && arity <= 0)
                    return new Argument.Expression(Make(symbol, leading, name.Span));
                if (arity > 0 && own != arity)
                    _session.Report("VTL0206", name.Span,
                        $"{of} takes an operator of {Count(arity)}; {name.Text} takes {own}");
                var level = symbol is Definition definition ? definition.Level : Level.Constant;
                return new Argument.Operator(symbol, leading, name.Span, level);
        }
    }

    private Definition Resolve(ExprSyntax.Lambda lambda)
    {
        var parameters = lambda.Parameters.Select(p => new ParameterSymbol(p.Text, 0, p.Span)).ToImmutableArray();
        var definition = new Definition("LAMBDA", parameters, lambda.Span, _moduleName);
        var outer = _scope;
        _scope = new Scope(outer);
        foreach (var parameter in parameters)
            Declare(parameter.Name, parameter, parameter.Span, export: false);
        definition.Body = Resolve(lambda.Body);
        _scope = outer;
        return definition;
    }

    private void Unknown(NameSyntax name)
    {
        var hint = StandardModules.Defining(name.Text) is { } module
            ? $"EXTENDS {module}"
            : Suggestion(name.Text, _scope.Names());
        _session.Report("VTL0201", name.Span, $"{name.Text} is not defined", hint);
    }

    private static string? Suggestion(string name, IEnumerable<string> known) =>
        Spelling.Nearest(name, known) is { } nearest ? $"{nearest}, perhaps" : null;

    private static string Count(int arguments) => arguments switch
    {
        0 => "no arguments",
        1 => "1 argument",
        _ => $"{arguments} arguments",
    };

    private static Expr Fault(Span span) => new Expr.Literal(BoolValue.False, span);
}
