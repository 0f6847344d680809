using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Verified.Tla.Source;
using Verified.Tla.Syntax;
using Verified.Tla.Values;

namespace Verified.Tla.Semantics;

/// <summary>Expressions other than applications.</summary>
internal sealed partial class Resolver
{
    private BoundSymbol? _at;

    private Expr Resolve(ExprSyntax syntax)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return syntax switch
        {
            ExprSyntax.Number n => new Expr.Literal(IntValue.Of(n.Value), n.Span),
            ExprSyntax.String s => new Expr.Literal(StringValue.Of(s.Value), s.Span),
            ExprSyntax.Decimal d => Refuse(d.Span, "VTL0291", "decimal fractions are not supported"),
            ExprSyntax.Apply a => Resolve(a),
            ExprSyntax.OperatorName o => Misplaced(o.Span, "an operator"),
            ExprSyntax.Lambda l => Misplaced(l.Span, "a LAMBDA"),
            ExprSyntax.Parenthesised p => Resolve(p.Inner),
            ExprSyntax.Junction j => Resolve(j),
            ExprSyntax.Quantifier q => Resolve(q),
            ExprSyntax.TemporalQuantifier t => Resolve(t),
            ExprSyntax.Choose c => Resolve(c),
            ExprSyntax.SetEnumeration e => Many(e.Elements, (x, l) => new Expr.SetEnumeration(x, e.Span, l)),
            ExprSyntax.Tuple t => Many(t.Elements, (x, l) => new Expr.Tuple(x, t.Span, l)),
            ExprSyntax.Product p => Many(p.Sets, (x, l) => new Expr.Product(x, p.Span, l)),
            ExprSyntax.SetFilter f => Resolve(f),
            ExprSyntax.SetMap m => Resolve(m),
            ExprSyntax.FunctionConstructor f => Resolve(f),
            ExprSyntax.FunctionSet f => Two(f.Domain, f.Range, (x, y, l) => new Expr.FunctionSet(x, y, f.Span, l)),
            ExprSyntax.FunctionApplication f => Resolve(f),
            ExprSyntax.RecordConstructor r => Fields(
                r.Fields, "record", (names, values, l) => new Expr.RecordConstructor(names, values, r.Span, l)),
            ExprSyntax.RecordSet r => Fields(
                r.Fields, "set of records", (names, values, l) => new Expr.RecordSet(names, values, r.Span, l)),
            ExprSyntax.RecordField r => Resolve(r),
            ExprSyntax.Except e => Resolve(e),
            ExprSyntax.At a => _at is null ? Misplaced(a.Span, "@") : new Expr.Bound(_at, a.Span),
            ExprSyntax.If i => Resolve(i),
            ExprSyntax.Case c => Resolve(c),
            ExprSyntax.Let l => Resolve(l),
            ExprSyntax.ActionSubscript a => Resolve(a),
            ExprSyntax.Fairness f => Resolve(f),
            ExprSyntax.Labelled l => Resolve(l),
            ExprSyntax.AssumeProve a => Misplaced(a.Span, "ASSUME … PROVE"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Expr Many(ImmutableArray<ExprSyntax> items, Func<ImmutableArray<Expr>, Level, Expr> make)
    {
        var resolved = ImmutableArray.CreateBuilder<Expr>(items.Length);
        var level = Level.Constant;
        foreach (var item in items)
        {
            resolved.Add(Resolve(item));
            level = Max(level, resolved[^1].Level);
        }

        return make(resolved.MoveToImmutable(), level);
    }

    private Expr Two(ExprSyntax first, ExprSyntax second, Func<Expr, Expr, Level, Expr> make)
    {
        var x = Resolve(first);
        var y = Resolve(second);
        return make(x, y, Max(x.Level, y.Level));
    }

    private Expr Fields(
        ImmutableArray<FieldSyntax> fields, string what, Func<ImmutableArray<string>, ImmutableArray<Expr>, Level, Expr> make)
    {
        var names = ImmutableArray.CreateBuilder<string>(fields.Length);
        foreach (var (name, _) in fields)
        {
            if (names.Contains(name.Text))
                _session.Report("VTL0209", name.Span, $"the {what} has two fields {name.Text}");
            names.Add(name.Text);
        }

        return Many([.. fields.Select(f => f.Value)], (values, level) => make(names.MoveToImmutable(), values, level));
    }

    private Expr Resolve(ExprSyntax.Junction junction)
    {
        var op = junction.IsConjunction ? LanguageOperators.And : LanguageOperators.Or;
        return Many(junction.Items, (items, level) =>
            items.Length == 1
                ? items[0]
                : new Expr.Builtin(op, [.. items.Select(Argument (i) => new Argument.Expression(i))], junction.Span, level));
    }

    private Expr Resolve(ExprSyntax.Quantifier syntax)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        var bindings = Bind(syntax.Bounds);
        var body = Resolve(syntax.Body);
        _scope = outer;
        return new Expr.Quantifier(
            syntax.IsUniversal, bindings, body, syntax.Span, Max(body.Level, LevelOf(bindings)));
    }

    private Expr Resolve(ExprSyntax.TemporalQuantifier syntax)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        foreach (var name in syntax.Names)
            Declare(name.Text, new BoundSymbol(name.Text, name.Span), name.Span, export: false);
        var body = Resolve(syntax.Body);
        _scope = outer;
        return new Expr.TemporalQuantifier(body, syntax.Span);
    }

    private Expr Resolve(ExprSyntax.Choose syntax)
    {
        var (binding, predicate) = Bound(syntax.Bound, syntax.Body);
        return new Expr.Choose(binding, predicate, syntax.Span, Max(predicate.Level, LevelOf([binding])));
    }

    private Expr Resolve(ExprSyntax.SetFilter syntax)
    {
        var (binding, predicate) = Bound(syntax.Bound, syntax.Predicate);
        return new Expr.SetFilter(binding, predicate, syntax.Span, Max(predicate.Level, LevelOf([binding])));
    }

    private (Binding Binding, Expr Body) Bound(BoundSyntax bound, ExprSyntax body)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        var binding = Bind([bound])[0];
        var resolved = Resolve(body);
        _scope = outer;
        return (binding, resolved);
    }

    private Expr Resolve(ExprSyntax.SetMap syntax)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        var bindings = Bind(syntax.Bounds);
        var element = Resolve(syntax.Element);
        _scope = outer;
        return new Expr.SetMap(element, bindings, syntax.Span, Max(element.Level, LevelOf(bindings)));
    }

    private Expr Resolve(ExprSyntax.FunctionConstructor syntax)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        var bindings = Bind(syntax.Bounds);
        var body = Resolve(syntax.Body);
        _scope = outer;
        return new Expr.FunctionConstructor(
            bindings, body, null, syntax.Span, Max(body.Level, LevelOf(bindings)));
    }

    /// <summary>Binds names one set at a time; the sets are resolved outside of all the names.</summary>
    private ImmutableArray<Binding> Bind(ImmutableArray<BoundSyntax> bounds)
    {
        var inner = _scope;
        var sets = bounds.Select(b => b.Set is null ? null : Resolve(b.Set)).ToArray();
        var bindings = ImmutableArray.CreateBuilder<Binding>();
        for (var i = 0; i < bounds.Length; i++)
        {
            var symbols = bounds[i].Names.Select(n => new BoundSymbol(n.Text, n.Span)).ToImmutableArray();
            foreach (var symbol in symbols)
            {
                Declare(symbol.Name, symbol, symbol.Span, export: false);
                inner.Set(symbol.Name, symbol);
            }

            if (bounds[i].IsTuple)
                bindings.Add(new Binding(symbols, true, sets[i], bounds[i].Span));
            else
                foreach (var symbol in symbols)
                    bindings.Add(new Binding([symbol], false, sets[i], bounds[i].Span));
        }

        return bindings.ToImmutable();
    }

    private Expr Resolve(ExprSyntax.FunctionApplication syntax)
    {
        var function = Resolve(syntax.Function);
        var argument = AsTuple(syntax.Arguments, syntax.Span);
        return new Expr.FunctionApplication(function, argument, syntax.Span, Max(function.Level, argument.Level));
    }

    private Expr AsTuple(ImmutableArray<ExprSyntax> items, Span span) =>
        items.Length == 1 ? Resolve(items[0]) : Many(items, (x, l) => new Expr.Tuple(x, span, l));

    private Expr Resolve(ExprSyntax.RecordField syntax)
    {
        var record = Resolve(syntax.Record);
        var field = new Expr.Literal(StringValue.Of(syntax.Field.Text), syntax.Field.Span);
        return new Expr.FunctionApplication(record, field, syntax.Span, record.Level);
    }

    private Expr Resolve(ExprSyntax.Except syntax)
    {
        var function = Resolve(syntax.Function);
        var level = function.Level;
        var updates = ImmutableArray.CreateBuilder<Update>(syntax.Updates.Length);
        foreach (var update in syntax.Updates)
        {
            var path = update.Path.Select(step => step.Field is { } field
                ? new Expr.Literal(StringValue.Of(field.Text), field.Span)
                : AsTuple(step.Arguments, update.Span)).ToImmutableArray();
            var outer = _at;
            var old = _at = new BoundSymbol("@", update.Span);
            var value = Resolve(update.Value);
            _at = outer;
            foreach (var step in path) level = Max(level, step.Level);
            level = Max(level, value.Level);
            updates.Add(new Update(path, old, value, update.Span));
        }

        return new Expr.Except(function, updates.MoveToImmutable(), syntax.Span, level);
    }

    private Expr Resolve(ExprSyntax.If syntax)
    {
        var condition = Resolve(syntax.Condition);
        var then = Resolve(syntax.Then);
        var otherwise = Resolve(syntax.Else);
        return new Expr.If(
            condition, then, otherwise, syntax.Span, Max(condition.Level, Max(then.Level, otherwise.Level)));
    }

    private Expr Resolve(ExprSyntax.Case syntax)
    {
        var arms = syntax.Arms.Select(a => (Guard: Resolve(a.Guard), Value: Resolve(a.Value))).ToImmutableArray();
        var other = syntax.Other is null ? null : Resolve(syntax.Other);
        var level = other?.Level ?? Level.Constant;
        foreach (var (guard, value) in arms)
            level = Max(level, Max(guard.Level, value.Level));
        return new Expr.Case(arms, other, syntax.Span, level);
    }

    private Expr Resolve(ExprSyntax.Let syntax)
    {
        var (outerScope, outerDefinitions) = (_scope, _letDefinitions);
        _scope = new Scope(outerScope);
        _letDefinitions = [];
        foreach (var unit in syntax.Definitions)
            Add(unit);
        RequireBodies();
        ImmutableArray<Definition> definitions = [.. _letDefinitions];
        _letDefinitions = null;
        var body = Resolve(syntax.Body);
        (_scope, _letDefinitions) = (outerScope, outerDefinitions);
        return new Expr.Let(definitions, body, syntax.Span, body.Level);
    }

    private Expr Refuse(Span span, string code, string message)
    {
        _session.Refuse(code, span, message);
        return Fault(span);
    }

    private Expr Misplaced(Span span, string what)
    {
        _session.Report("VTL0210", span, $"{what} cannot stand here");
        return Fault(span);
    }
}
