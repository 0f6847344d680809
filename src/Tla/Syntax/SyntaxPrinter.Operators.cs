using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Names and operator symbols, and which operands need parentheses.</summary>
public sealed partial class SyntaxPrinter
{
    private void WriteApply(ExprSyntax.Apply apply)
    {
        if (SymbolOf(apply) is not { } symbol)
        {
            WriteName(apply);
            return;
        }

        switch (symbol.Fixity)
        {
            case Fixity.Prefix:
                WritePrefix(symbol, apply.Arguments[0]);
                break;
            case Fixity.Postfix:
                WriteIn(apply.Arguments[0], !IsPostfixOperand(apply.Arguments[0]));
                _text.Append(symbol.Text);
                break;
            default:
                WriteInfix(symbol, apply.Arguments[0], apply.Arguments[1]);
                break;
        }
    }

    private void WriteName(ExprSyntax.Apply apply)
    {
        foreach (var step in apply.Prefix)
        {
            _text.Append(step.Name.Text);
            WriteArguments(step.Arguments);
            _text.Append('!');
        }

        // "!" and "!!" must not run together.
        if (apply.Prefix.Length > 0 && apply.Name.Text.StartsWith('!')) _text.Append(' ');
        _text.Append(apply.Name.Text);
        WriteArguments(apply.Arguments);
    }

    private void WriteArguments(ImmutableArray<ExprSyntax> arguments)
    {
        if (arguments.Length == 0) return;
        // "(+)" would be a symbol, "(*" a comment.
        var open = arguments[0] is ExprSyntax.OperatorName ? "( " : "(";
        var close = arguments[^1] is ExprSyntax.OperatorName ? " )" : ")";
        WriteBetween(open, arguments, close);
    }

    private void WritePrefix(OperatorSymbol symbol, ExprSyntax operand)
    {
        _text.Append(symbol == OperatorTable.Negative ? "-" : symbol.Text);
        if (char.IsAsciiLetter(symbol.Text[0])) _text.Append(' ');
        WriteIn(operand, !FitsRightOf(symbol, operand) || IsNegative(operand));
    }

    private void WriteInfix(OperatorSymbol symbol, ExprSyntax left, ExprSyntax right)
    {
        WriteIn(left, !FitsLeftOf(symbol, left));
        var isTight = symbol.Text == ".." && IsTight(left) && IsTight(right);
        _text.Append(isTight ? "" : " ").Append(symbol.Text).Append(isTight ? "" : " ");
        WriteIn(right, !FitsRightOf(symbol, right));
    }

    private void WriteProduct(ExprSyntax.Product product) => WriteList(
        product.Sets,
        set => WriteIn(
            set,
            !FitsLeftOf(OperatorTable.Product, set) || !FitsRightOf(OperatorTable.Product, set)),
        " \\X ");

    private void WriteIn(ExprSyntax expression, bool inParentheses)
    {
        _text.Append(inParentheses ? "(" : "");
        Write(expression);
        _text.Append(inParentheses ? ")" : "");
    }

    /// <summary>The symbol that <paramref name="apply"/> is written with, or null where it is
    /// written as a name.</summary>
    private static OperatorSymbol? SymbolOf(ExprSyntax.Apply apply) =>
        apply.Prefix.IsEmpty
        && OperatorTable.TryFind(apply.Name.Text, out var symbol)
        && apply.Arguments.Length == (symbol.Fixity == Fixity.Infix ? 2 : 1)
        && apply.Arguments is not ([ExprSyntax.OperatorName or ExprSyntax.Lambda, ..]
            or [_, ExprSyntax.OperatorName or ExprSyntax.Lambda])
            ? symbol
            : null;

    private static bool FitsLeftOf(OperatorSymbol symbol, ExprSyntax operand) =>
        !IsOpen(operand)
        && (OuterSymbol(operand) is not { } inner || inner.GroupsBefore(symbol))
        && (LastOperand(operand) is not { } last || FitsLeftOf(symbol, last));

    private static bool FitsRightOf(OperatorSymbol symbol, ExprSyntax operand) =>
        !IsOpen(operand)
        && (OuterSymbol(operand) is not { } inner || inner.BindsTighterThan(symbol)
            || (symbol.Fixity == Fixity.Prefix && inner.Fixity == Fixity.Prefix))
        && (FirstOperand(operand) is not { } first || FitsRightOf(symbol, first));

    /// <summary>The operand that an expression ends in without parentheses, so that what follows meets its symbol
    /// too; or null.</summary>
    private static ExprSyntax? LastOperand(ExprSyntax expression) => expression switch
    {
        ExprSyntax.Product { Sets: [.., var last] } when FitsRightOf(OperatorTable.Product, last) => last,
        ExprSyntax.Apply apply when SymbolOf(apply) is { Fixity: not Fixity.Postfix } symbol
            && FitsRightOf(symbol, apply.Arguments[^1]) => apply.Arguments[^1],
        _ => null,
    };

    /// <summary>The operand of a postfix that begins with it without parentheses, so that what comes before meets its
    /// symbol too; or null.</summary>
    private static ExprSyntax? FirstOperand(ExprSyntax expression)
    {
        var operand = expression switch
        {
            ExprSyntax.Apply apply when SymbolOf(apply) is { Fixity: Fixity.Postfix } => apply.Arguments[0],
            ExprSyntax.FunctionApplication application => application.Function,
            ExprSyntax.RecordField field => field.Record,
            _ => null,
        };
        return operand is not null && IsPostfixOperand(operand) ? operand : null;
    }

    /// <summary>The symbol that a neighbour would compete with, or null for what holds together by
    /// itself.</summary>
    private static OperatorSymbol? OuterSymbol(ExprSyntax expression) => expression switch
    {
        ExprSyntax.Apply apply => SymbolOf(apply),
        ExprSyntax.Product => OperatorTable.Product,
        ExprSyntax.FunctionApplication => OperatorTable.Application,
        _ => null,
    };

    private static bool IsPostfixOperand(ExprSyntax expression) =>
        !IsOpen(expression) && OuterSymbol(expression) is null or { Fixity: Fixity.Postfix };

    /// <summary>Takes everything behind it, or is a list that layout must end.</summary>
    private static bool IsOpen(ExprSyntax expression) => expression is ExprSyntax.Quantifier
        or ExprSyntax.TemporalQuantifier or ExprSyntax.Choose or ExprSyntax.If or ExprSyntax.Case
        or ExprSyntax.Let or ExprSyntax.Labelled or ExprSyntax.Junction or ExprSyntax.Lambda
        or ExprSyntax.AssumeProve;

    private static bool IsNegative(ExprSyntax expression) =>
        expression is ExprSyntax.Apply apply && SymbolOf(apply) == OperatorTable.Negative;

    private static bool IsTight(ExprSyntax expression) =>
        expression is ExprSyntax.Number or ExprSyntax.Apply { Prefix: [], Arguments: [] };
}
