using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>The mutation operators of C#: what may stand in the place of an expression. As text; a change that does not
/// compile is no mutant.</summary>
internal static class MirrorOperators
{
    private static readonly Dictionary<SyntaxKind, string> s_relations = new()
    {
        [SyntaxKind.EqualsExpression] = "!=",
        [SyntaxKind.NotEqualsExpression] = "==",
        [SyntaxKind.LessThanExpression] = "<=",
        [SyntaxKind.LessThanOrEqualExpression] = "<",
        [SyntaxKind.GreaterThanExpression] = ">=",
        [SyntaxKind.GreaterThanOrEqualExpression] = ">",
    };

    private static readonly Dictionary<SyntaxKind, string> s_operators = new()
    {
        [SyntaxKind.LogicalAndExpression] = "||",
        [SyntaxKind.LogicalOrExpression] = "&&",
        [SyntaxKind.AddExpression] = "-",
        [SyntaxKind.SubtractExpression] = "+",
    };

    private static readonly Dictionary<string, string> s_calls = new(StringComparer.Ordinal)
    {
        ["Add"] = "Remove",
        ["Remove"] = "Add",
        ["All"] = "Any",
        ["Any"] = "All",
        ["Max"] = "Min",
        ["Min"] = "Max",
    };

    private static readonly HashSet<string> s_dropped = new(StringComparer.Ordinal)
    {
        "Append", "Add", "Remove", "Union", "Concat", "SetItem", "Tail", "Where", "TakeWhile", "SkipWhile", "Except",
        "Intersect", "Skip", "Take",
    };

    /// <summary>The changes of an expression itself: the operator's name, what is shown as changed, and the new text.</summary>
    public static IEnumerable<(string Operator, string Is, string Text)> Of(ExpressionSyntax node)
    {
        switch (node)
        {
            case BinaryExpressionSyntax e when s_relations.TryGetValue(e.Kind(), out var relation):
                yield return Same("swap relation", $"{e.Left} {relation} {e.Right}");
                break;
            case BinaryExpressionSyntax e when s_operators.TryGetValue(e.Kind(), out var symbol):
                yield return Same("swap operator", $"{e.Left} {symbol} {e.Right}");
                if (e.IsKind(SyntaxKind.LogicalAndExpression))
                {
                    yield return Same("drop conjunct", e.Left.ToString());
                    yield return Same("drop conjunct", e.Right.ToString());
                }

                break;
            case IsPatternExpressionSyntax e:
                yield return Same("negate", $"!({e})");
                break;
            case PrefixUnaryExpressionSyntax e when e.IsKind(SyntaxKind.LogicalNotExpression):
                yield return Same("drop negation", e.Operand.ToString());
                break;
            case LiteralExpressionSyntax e when e.IsKind(SyntaxKind.NumericLiteralExpression):
                yield return Same("off by one", $"({e} + 1)");
                yield return Same("off by one", $"({e} - 1)");
                break;
            case LiteralExpressionSyntax e when e.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression:
                yield return Same("swap truth", e.IsKind(SyntaxKind.TrueLiteralExpression) ? "false" : "true");
                break;
            case ConditionalExpressionSyntax e:
                yield return Same("swap branches", $"{e.Condition} ? {e.WhenFalse} : {e.WhenTrue}");
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } e:
                if (s_calls.TryGetValue(call.Name.Identifier.Text, out var other))
                    yield return Same("swap call", $"{call.Expression}.{other}{e.ArgumentList}");
                if (s_dropped.Contains(call.Name.Identifier.Text))
                    yield return Same("drop call", call.Expression.ToString());
                break;
        }
    }

    private static (string, string, string) Same(string name, string text) => (name, text, text);
}
