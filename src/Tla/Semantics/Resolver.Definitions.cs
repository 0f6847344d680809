using System.Collections.Immutable;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tla.Semantics;

/// <summary>Definitions, RECURSIVE declarations and instances, at the top of a module or inside LET.</summary>
internal sealed partial class Resolver
{
    private List<Definition>? _letDefinitions;

    private void DeclareRecursive(OperatorDeclaration declared)
    {
        var parameters = _frame.Implicit.AddRange(
            Enumerable.Range(0, declared.Arity).Select(i => new ParameterSymbol($"_{i + 1}", 0, declared.Name.Span)));
        var definition = new Definition(declared.Name.Text, parameters, declared.Name.Span, _moduleName)
        {
            IsRecursive = true,
            Implicit = _frame.Implicit.Length,
        };
        Declare(declared.Name.Text, definition, declared.Name.Span, export: false);
    }

    private void Define(UnitSyntax.Operator syntax)
    {
        var own = syntax.Parameters.Select(p => new ParameterSymbol(p.Name.Text, p.Arity, p.Name.Span)).ToArray();
        var definition = Begin(syntax.Name, [.. own], syntax.IsLocal);
        var outer = _scope;
        _scope = new Scope(outer);
        foreach (var parameter in own)
            Declare(parameter.Name, parameter, parameter.Span, export: false);
        definition.Body = ResolveLabelled(definition, syntax.Body);
        _scope = outer;
        Finish(definition, syntax.Name.Span);
    }

    private void Define(UnitSyntax.Function syntax)
    {
        var definition = Begin(syntax.Name, [], syntax.IsLocal);
        definition.IsFunction = true;
        var self = new BoundSymbol(syntax.Name.Text, syntax.Name.Span);
        var outer = _scope;
        _scope = new Scope(outer);
        _scope.Set(self.Name, self);
        var bindings = Bind(syntax.Bounds);
        var body = Resolve(syntax.Body);
        _scope = outer;
        var level = Max(body.Level, LevelOf(bindings));
        definition.Body = new Expr.FunctionConstructor(bindings, body, self, syntax.Span, level);
        Finish(definition, syntax.Name.Span);
    }

    /// <summary>A RECURSIVE declaration of the same name is completed; otherwise the definition is new.</summary>
    private Definition Begin(NameSyntax name, ImmutableArray<ParameterSymbol> own, bool isLocal)
    {
        if (_scope.Own.TryGetValue(name.Text, out var symbol)
            && symbol is Definition { IsRecursive: true, HasBody: false } declared)
        {
            if (declared.Arity != _frame.Implicit.Length + own.Length)
                _session.Report("VTL0206", name.Span,
                    $"{name.Text} was declared RECURSIVE with {declared.Arity - _frame.Implicit.Length} arguments");
            declared.Complete(_frame.Implicit.AddRange(own), name.Span);
            declared.IsLocal = isLocal;
            return declared;
        }

        return new Definition(name.Text, _frame.Implicit.AddRange(own), name.Span, _moduleName)
        {
            IsLocal = isLocal,
            Implicit = _frame.Implicit.Length,
        };
    }

    private void Finish(Definition definition, Span span)
    {
        _letDefinitions?.Add(definition);
        if (_scope.Own.TryGetValue(definition.Name, out var declared) && ReferenceEquals(declared, definition))
        {
            if (!definition.IsLocal) _elaboration.Exports.Add(new(definition.Name, definition));
        }
        else
            Declare(definition.Name, definition, span, export: !definition.IsLocal && _letDefinitions is null);
    }

    private void Instantiate(UnitSyntax.Instance unit)
    {
        if (Elaborate(unit.Of, []) is not { } instance)
            return;
        foreach (var (name, symbol) in instance.Exports)
            if (symbol is not SubstitutionSymbol) // what it declares is not defined by it
                Declare(name, symbol, unit.Span, export: !unit.IsLocal && _letDefinitions is null);
    }

    private void Instantiate(UnitSyntax.NamedInstance unit)
    {
        var own = unit.Parameters
            .Select(p => new ParameterSymbol(p.Name.Text, p.Arity, p.Name.Span)).ToImmutableArray();
        var outer = _scope;
        _scope = new Scope(outer);
        foreach (var parameter in own)
            Declare(parameter.Name, parameter, parameter.Span, export: false);
        var of = Elaborate(unit.Of, own);
        _scope = outer;
        if (of is null) return;
        var symbol = new InstanceSymbol(unit.Name.Text, own, _frame.Implicit.Length, of);
        Declare(symbol.Name, symbol, unit.Name.Span, export: !unit.IsLocal && _letDefinitions is null);
    }

    /// <summary>A module under a substitution; null, with a diagnostic, where it fails.</summary>
    private Elaboration? Elaborate(
        InstanceSyntax instance, ImmutableArray<ParameterSymbol> parameters)
    {
        if (_session.Standard(instance.Module.Text) is { } standard)
        {
            var known = new Elaboration(instance.Module.Text, new Scope(null));
            known.Exports.AddRange(standard);
            return known;
        }

        if (_frame.Path.Contains(instance.Module.Text) || instance.Module.Text == _moduleName)
        {
            _session.Report("VTL0204", instance.Module.Span,
                $"module {instance.Module.Text} extends or instantiates itself");
            return null;
        }

        var (syntax, outer) = FindModule(instance.Module);
        if (syntax is null) return null;
        var inner = new Frame
        {
            Substitute = Substitution(instance),
            Implicit = _frame.Implicit.AddRange(parameters),
            Path = _frame.Path.Add(_moduleName),
        };
        var result = new Resolver(_session, inner, instance.Module.Text, outer).Elaborate(syntax);
        if (_letDefinitions is not null)
            _letDefinitions.AddRange(Definitions(result));
        return result;
    }

    private static IEnumerable<Definition> Definitions(Elaboration elaboration)
    {
        foreach (var symbol in elaboration.Scope.Own.Values)
            if (symbol is Definition definition)
                yield return definition;
            else if (symbol is InstanceSymbol inner)
                foreach (var nested in Definitions(inner.Of))
                    yield return nested;
    }

    /// <summary>WITH, evaluated in the scope that instantiates; a name not mentioned stands for itself.</summary>
    private Func<string, int, bool, Span, Symbol> Substitution(InstanceSyntax instance)
    {
        var given = new Dictionary<string, Argument>(StringComparer.Ordinal);
        foreach (var (target, value) in instance.Substitutions)
            given[target.Text] = ResolveArgument(value, target.Text, arity: -1);
        var outer = _scope;
        return (name, arity, isVariable, span) =>
        {
            if (given.TryGetValue(name, out var value))
                return new SubstitutionSymbol(name, arity, isVariable, value);
            if (outer.TryFind(name, out var symbol))
                return isVariable && symbol is Definition
                    ? new SubstitutionSymbol(
                        name, arity, isVariable, new Argument.Expression(Make(symbol, LeadingFor(symbol), instance.Span)))
                    : symbol;
            _session.Report("VTL0205", instance.Span,
                $"INSTANCE {instance.Module.Text} does not say what {name} stands for",
                $"WITH {name} <- …, or a {name} of the instantiating module");
            return new SubstitutionSymbol(name, arity, isVariable, new Argument.Expression(Fault(span)));
        };
    }
}
