using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>What follows an operand directly: primes, fields, function arguments, and the body of a
/// label.</summary>
internal sealed partial class Parser
{
    private void ApplyPostfixes(int floor)
    {
        while (true)
        {
            var token = Current;
            if (Symbol is { Fixity: Fixity.Postfix } postfix) ApplyPostfix(postfix, floor);
            else if (Kind == TokenKind.Dot) ApplyField();
            else if (Kind == TokenKind.LeftBracket) ApplyArguments(token);
            else return;
        }
    }

    /// <summary>A prime binds to its operand, unless the prefix operator before that might as
    /// well.</summary>
    private void ApplyPostfix(OperatorSymbol postfix, int floor)
    {
        if (_operations.Count > floor && !postfix.BindsTighterThan(_operations[^1].Symbol))
            throw Conflict(_operations[^1], Current);
        var token = Next();
        var (operand, height) = Pop();
        var name = new NameSyntax(postfix.Text, SpanOf(token));
        Apply(name, [operand], operand.Span.To(name.Span), height + 1, token);
    }

    private void ApplyField()
    {
        var dot = Next();
        var field = ExpectAnyWord("the name of a field");
        var (record, height) = Pop();
        Push(new ExprSyntax.RecordField(record, field, record.Span.To(field.Span)), height + 1, dot);
    }

    private void ApplyArguments(Token opener)
    {
        _tallest = 0;
        Next();
        var arguments = CommaList(ParseExpression);
        Close(TokenKind.RightBracket, "]", opener);
        var (function, height) = Pop();
        var span = SpanFrom(function.Span.Start);
        Push(
            new ExprSyntax.FunctionApplication(function, arguments, span),
            Math.Max(height, _tallest) + 1, opener);
    }

    /// <summary>The operand on top is a label; its expression extends as far as it can.</summary>
    private void Label(int floor)
    {
        var (label, _) = Pop();
        var token = Next();
        if (label is not ExprSyntax.Apply { Prefix: [] } apply || !ArePlainNames(apply.Arguments))
            throw new SyntaxFault(SyntaxErrors.BadLabel(SpanOf(token)));
        _tallest = 0;
        var body = ParseExpression();
        CheckLabel(apply.Name, body, floor);
        var parameters = NamesOf(apply.Arguments);
        Push(
            new ExprSyntax.Labelled(apply.Name, parameters, body, SpanFrom(label.Span.Start)),
            _tallest + 1,
            token);
    }

    /// <summary>A label must not move a boundary: <c>a * l :: b + c</c> is an error.</summary>
    private void CheckLabel(NameSyntax label, ExprSyntax body, int floor)
    {
        if (_operations.Count == floor || SymbolOf(body) is not { } inner) return;
        var left = _operations[^1];
        if (!inner.BindsTighterThan(left.Symbol))
            throw new SyntaxFault(SyntaxErrors.LabelChangesMeaning(label.Span, SpanOf(left.Token)));
    }

    private static OperatorSymbol? SymbolOf(ExprSyntax body) => body switch
    {
        ExprSyntax.Product => OperatorTable.Product,
        ExprSyntax.Apply { Prefix: [], Name.Text: var text }
            when OperatorTable.TryFind(text, out var symbol) && symbol.Fixity != Fixity.Prefix => symbol,
        _ => null,
    };

    private static bool ArePlainNames(ImmutableArray<ExprSyntax> arguments)
    {
        foreach (var argument in arguments)
            if (argument is not ExprSyntax.Apply { Prefix: [], Arguments: [] })
                return false;
        return true;
    }

    private static ImmutableArray<NameSyntax> NamesOf(
        ImmutableArray<ExprSyntax> arguments)
    {
        var names = ImmutableArray.CreateBuilder<NameSyntax>(arguments.Length);
        foreach (var argument in arguments)
            names.Add(((ExprSyntax.Apply)argument).Name);
        return names.DrainToImmutable();
    }
}
