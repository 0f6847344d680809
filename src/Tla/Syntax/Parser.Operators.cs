using System.Collections.Immutable;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>Expressions made of operator symbols: a shift-reduce loop over two stacks, so that
/// chains of any length
/// cost no recursion.</summary>
/// <remarks>Source: <c>tla2sany.parser.OperatorStack</c> defines which neighbours
/// conflict.</remarks>
internal sealed partial class Parser
{
    /// <summary>An operand and the height of its tree; the height is limited, for passes that
    /// recurse.</summary>
    private readonly record struct Operand(ExprSyntax Expression, int Height);

    private readonly record struct Operation(OperatorSymbol Symbol, Token Token);

    // Shared by all nested expressions; each uses the part above its floor.
    private readonly List<Operand> _operands = [];
    private readonly List<Operation> _operations = [];

    /// <summary>The tallest expression read so far inside the operand that is being read.</summary>
    private int _tallest;

    private ExprSyntax ParseExpression()
    {
        Enter();
        var outer = _tallest;
        var floor = _operations.Count;
        ReadOperatorsAndOperands(floor);
        while (_operations.Count > floor) Reduce(floor);
        var (expression, height) = Pop();
        _tallest = Math.Max(outer, height);
        Leave();
        return expression;
    }

    private void ReadOperatorsAndOperands(int floor)
    {
        while (true)
        {
            while (PrefixSymbol() is { } prefix) _operations.Add(new Operation(prefix, Next()));
            var first = Current;
            _tallest = 0;
            var operand = ParseOperand(out var isOpen);
            Push(operand, _tallest + 1, first);
            if (isOpen) return;
            ApplyPostfixes(floor);
            if (Kind == TokenKind.Label)
            {
                Label(floor);
                return;
            }

            if (Symbol is not { Fixity: Fixity.Infix } infix) return;
            Infix(infix, floor);
        }
    }

    /// <summary>The prefix operator that comes next, or null; a minus here is the sign of its
    /// operand.</summary>
    private OperatorSymbol? PrefixSymbol()
    {
        if (Symbol is not { } symbol) return null;
        if (symbol == OperatorTable.Minus) return CheckSign();
        var isNonfix = symbol == OperatorTable.Negative || KindAt(1) == TokenKind.Bang;
        return symbol.Fixity == Fixity.Prefix && !isNonfix ? symbol : null;
    }

    /// <summary>SANY refuses <c>a * -b</c>, where the operator on the left binds tighter than the
    /// sign.</summary>
    private OperatorSymbol CheckSign()
    {
        if (PreviousOperation() is { } left && left.Symbol.BindsTighterThan(OperatorTable.Negative))
            throw Conflict(left, Current);
        return OperatorTable.Negative;
    }

    /// <summary>The operator token directly before the current one, or null.</summary>
    private Operation? PreviousOperation() =>
        _operations.Count > 0 && _position > 0 && _operations[^1].Token == _tokens[_position - 1]
            ? _operations[^1]
            : null;

    private void Infix(OperatorSymbol right, int floor)
    {
        while (_operations.Count > floor)
        {
            var left = _operations[^1];
            if (left.Symbol == right && right == OperatorTable.Product) break;
            if (left.Symbol.GroupsBefore(right)) Reduce(floor);
            else if (right.BindsTighterThan(left.Symbol)) break;
            else throw Conflict(left, Current);
        }

        _operations.Add(new Operation(right, Next()));
    }

    private SyntaxFault Conflict(Operation left, Token right)
    {
        var isMix = left.Symbol == OperatorTable.And && right.Symbol == OperatorTable.Or
            || left.Symbol == OperatorTable.Or && right.Symbol == OperatorTable.And;
        return new SyntaxFault(isMix
            ? SyntaxErrors.MixedJunctions(SpanOf(left.Token), SpanOf(right))
            : SyntaxErrors.PrecedenceConflict(SpanOf(left.Token), SpanOf(right)));
    }

    /// <summary>Applies the operator on top of the stack; <c>\X</c> takes all its neighbours at
    /// once.</summary>
    private void Reduce(int floor)
    {
        var operation = _operations[^1];
        _operations.RemoveAt(_operations.Count - 1);
        var right = Pop();
        if (operation.Symbol == OperatorTable.Product)
        {
            ReduceProduct(right, floor);
            return;
        }

        var name = new NameSyntax(operation.Symbol.Text, SpanOf(operation.Token));
        if (operation.Symbol.Fixity == Fixity.Prefix)
        {
            var whole = name.Span.To(right.Expression.Span);
            Apply(name, [right.Expression], whole, right.Height + 1, operation.Token);
            return;
        }

        var left = Pop();
        var span = left.Expression.Span.To(right.Expression.Span);
        var height = Math.Max(left.Height, right.Height) + 1;
        Apply(name, [left.Expression, right.Expression], span, height, operation.Token);
    }

    private void ReduceProduct(Operand last, int floor)
    {
        var sets = new List<ExprSyntax> { last.Expression };
        var height = last.Height;
        var symbol = true;
        while (symbol)
        {
            var operand = Pop();
            sets.Add(operand.Expression);
            height = Math.Max(height, operand.Height);
            symbol = _operations.Count > floor && _operations[^1].Symbol == OperatorTable.Product;
            if (symbol) _operations.RemoveAt(_operations.Count - 1);
        }

        sets.Reverse();
        var span = sets[0].Span.To(last.Expression.Span);
        Push(new ExprSyntax.Product([.. sets], span), height + 1, Current);
    }

    private void Apply(NameSyntax name, ImmutableArray<ExprSyntax> arguments, Span span, int height, Token where) =>
        Push(new ExprSyntax.Apply([], name, arguments, span), height, where);

    private void Push(ExprSyntax expression, int height, Token where)
    {
        if (height > TlaParser.MaxDepth) throw TooDeep(SpanOf(where));
        _operands.Add(new Operand(expression, height));
    }

    private Operand Pop()
    {
        var top = _operands[^1];
        _operands.RemoveAt(_operands.Count - 1);
        return top;
    }
}
