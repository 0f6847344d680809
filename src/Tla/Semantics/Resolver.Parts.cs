using System.Collections.Immutable;
using System.Globalization;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tla.Semantics;

/// <summary>Names of subexpressions: <c>Op!2</c>, <c>Op(a)!label</c>, <c>Fact!:</c>.</summary>
/// <remarks>Source: Lamport, <i>TLA+2: A Preliminary Guide</i>, on labels and positional names.</remarks>
internal sealed partial class Resolver
{
    private Dictionary<string, (ImmutableArray<BoundSymbol> Bound, Expr Body)> _labels = [];

    private Expr ResolveLabelled(Definition definition, ExprSyntax body)
    {
        var outer = _labels;
        _labels = definition.Labels;
        var resolved = Resolve(body);
        _labels = outer;
        return resolved;
    }

    private Expr Resolve(ExprSyntax.Labelled syntax)
    {
        var bound = ImmutableArray.CreateBuilder<BoundSymbol>();
        foreach (var name in syntax.Parameters)
            if (_scope.TryFind(name.Text, out var symbol) && symbol is BoundSymbol known) bound.Add(known);
            else _session.Report("VTL0114", name.Span, $"{name.Text} is no name bound around the label {syntax.Label.Text}");
        var body = Resolve(syntax.Body);
        _labels[syntax.Label.Text] = (bound.ToImmutable(), body);
        return body;
    }

    /// <summary>The subexpression that a name leads to, or null where the name is that of an operator.</summary>
    private Expr? FindPart(ExprSyntax.Apply syntax)
    {
        for (var i = 0; i < syntax.Prefix.Length; i++)
        {
            var step = syntax.Prefix[i];
            var (symbol, leading) = i == 0
                ? _scope.TryFind(step.Name.Text, out var found) ? (found, LeadingFor(found)) : (null, [])
                : FindQualified(syntax.Prefix[..i], step.Name, syntax.Span);
            if (symbol is InstanceSymbol) continue;
            if (symbol is not Definition definition) return null;
            var rest = syntax.Prefix[(i + 1)..].Add(new NameStepSyntax(syntax.Name, syntax.Arguments));
            return Part(definition, leading, step, rest, syntax);
        }

        return null;
    }

    private Expr Part(
        Definition definition, ImmutableArray<Argument> leading, NameStepSyntax call, ImmutableArray<NameStepSyntax> path,
        ExprSyntax.Apply syntax)
    {
        if (!definition.HasBody) return Refuse(syntax.Span, "VTL0290", "a definition that names a part of itself is not supported");
        Expr? part = definition.Body;
        var known = definition.Labels;
        foreach (var step in path)
            part = part is null ? null : Part(part, known, step, syntax.Span);
        if (part is null)
            return Refuse(syntax.Span, "VTL0290", $"this name of a part of {definition.Name} is not supported");
        var name = $"{definition.Name}!{string.Join('!', path.Select(p => p.Name.Text))}";
        var whole = new Definition(name, definition.Parameters, part.Span, definition.Module)
        {
            Body = part,
            Implicit = definition.Implicit,
        };
        return Apply(whole, leading, call.Arguments, syntax);
    }

    private Expr? Part(
        Expr of, Dictionary<string, (ImmutableArray<BoundSymbol> Bound, Expr Body)> known, NameStepSyntax step, Span span)
    {
        var text = step.Name.Text;
        if (text == ":") return of;
        if (text == "<<") return Operand(of, 1);
        if (text == ">>") return Operand(of, 2);
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? Operand(of, place) : null;
        if (text.Length == 0)
            return of is Expr.Quantifier quantifier && quantifier.Bindings.All(b => !b.IsTuple)
                ? Bound([.. quantifier.Bindings.Select(b => b.Symbols[0])], quantifier.Body, step.Arguments, span)
                : null;
        return known.TryGetValue(text, out var label) ? Bound(label.Bound, label.Body, step.Arguments, span) : null;
    }

    private static Expr? Operand(Expr of, int place)
    {
        ImmutableArray<Expr> parts = of switch
        {
            Expr.Builtin b => [.. b.Arguments.OfType<Argument.Expression>().Select(a => a.Value)],
            Expr.If i => [i.Condition, i.Then, i.Else],
            Expr.SetEnumeration s => s.Elements,
            Expr.Tuple t => t.Elements,
            Expr.FunctionApplication f => [f.Function, f.Argument],
            Expr.FunctionSet f => [f.Domain, f.Range],
            Expr.ActionSubscript a => [a.Action, a.Subscript],
            Expr.Fairness f => [f.Subscript, f.Action],
            _ => [],
        };
        return place >= 1 && place <= parts.Length ? parts[place - 1] : null;
    }

    /// <summary>A formula under names that are bound outside of it: each is given its value.</summary>
    private Expr? Bound(ImmutableArray<BoundSymbol> symbols, Expr body, ImmutableArray<ExprSyntax> arguments, Span span)
    {
        if (symbols.Length != arguments.Length) return null;
        if (symbols.IsEmpty) return body;
        var bindings = ImmutableArray.CreateBuilder<Binding>();
        for (var i = 0; i < symbols.Length; i++)
        {
            var value = Resolve(arguments[i]);
            bindings.Add(new Binding([symbols[i]], false, new Expr.SetEnumeration([value], span, value.Level), span));
        }

        // x has one value: then "some x" says the same of the formula as the formula itself.
        return new Expr.Quantifier(false, bindings.ToImmutable(), body, span, Max(body.Level, LevelOf(bindings.ToImmutable())));
    }
}
