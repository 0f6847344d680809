using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>Puts every mutant of a file behind the switch: <c>e</c> becomes <c>(Mutant.Is(7) ? changed : e)</c>.</summary>
/// <remarks>All mutants are compiled at once, and one at a time is active: a compilation for each would take hours.</remarks>
internal sealed class MirrorRewriter(
    string module, List<MirrorMutant> mutants, Dictionary<MutantKey, int> ordinals, IReadOnlySet<int> excluded)
    : CSharpSyntaxRewriter
{
    private static readonly HashSet<string> s_ignored = new(StringComparer.Ordinal)
    {
        "ToString", "GetHashCode", "Equals", "CompareTo", "Rank",
    };

    private string _definition = "";

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (s_ignored.Contains(node.Identifier.Text)) return node;
        _definition = node.Identifier.Text;
        return node
            .WithBody((BlockSyntax?)Visit(node.Body))
            .WithExpressionBody((ArrowExpressionClauseSyntax?)Visit(node.ExpressionBody));
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        // An initialiser runs once, whichever mutant is active then.
        if (node.Initializer is not null) return node;
        _definition = node.Identifier.Text;
        return base.VisitPropertyDeclaration(node);
    }

    // Constants stay constants.
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => node;

    public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => node;

    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitParameterList(ParameterListSyntax node) => node;

    public override SyntaxNode? VisitThrowExpression(ThrowExpressionSyntax node) => node;

    public override SyntaxNode? VisitThrowStatement(ThrowStatementSyntax node) => node;

    /// <summary>A guard as a whole: the last of its conjuncts cannot be dropped otherwise.</summary>
    public override SyntaxNode? VisitWhenClause(WhenClauseSyntax node)
    {
        var visited = (WhenClauseSyntax)base.VisitWhenClause(node)!;
        return Declares(node)
            ? visited
            : visited.WithCondition(Switched(
                node.Condition, visited.Condition, [("drop guard", "", "true"), .. Negated("negate guard", node.Condition)]));
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return Declares(node.Condition)
            ? visited
            : visited.WithCondition(Switched(node.Condition, visited.Condition, Negated("negate", node.Condition)));
    }

    /// <summary><c>state with { A = e, … }</c>: each assignment may be dropped.</summary>
    public override SyntaxNode? VisitWithExpression(WithExpressionSyntax node)
    {
        var visited = (WithExpressionSyntax)base.VisitWithExpression(node)!;
        var assignments = visited.Initializer.Expressions;
        for (var i = 0; i < assignments.Count; i++)
        {
            var was = (AssignmentExpressionSyntax)node.Initializer.Expressions[i];
            var now = (AssignmentExpressionSyntax)assignments[i];
            var kept = $"({node.Expression}).{was.Left}";
            assignments = assignments.Replace(
                assignments[i], now.WithRight(Switched(was, now.Right, [("leave unchanged", "", kept)])));
        }

        return visited.WithInitializer(visited.Initializer.WithExpressions(assignments));
    }

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        var visited = base.Visit(node);
        return node is ExpressionSyntax was && visited is ExpressionSyntax now && !Declares(node)
            ? Switched(was, now, MirrorOperators.Of(was))
            : visited;
    }

    // A variable that a pattern declares is used outside of the expression.
    private static bool Declares(SyntaxNode node) => node.DescendantNodes().Any(
        n => n is SingleVariableDesignationSyntax && n.Ancestors().TakeWhile(a => a != node.Parent)
            .All(a => a is not AnonymousFunctionExpressionSyntax and not SwitchExpressionArmSyntax));

    // An equation that is negated is one whose relation is swapped.
    private static IEnumerable<(string Operator, string Is, string Text)> Negated(string name, ExpressionSyntax condition) =>
        condition.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
            ? []
            : [(name, $"!({condition})", $"!({condition})")];

    private ExpressionSyntax Switched(
        SyntaxNode was, ExpressionSyntax now, IEnumerable<(string Operator, string Is, string Text)> changes)
    {
        foreach (var (name, shown, text) in changes)
        {
            var key = new MutantKey(module, _definition, name, MutantKey.OneLine(was.ToString()), MutantKey.OneLine(shown), 1, InMirror: true);
            var ordinal = ordinals[key] = ordinals.GetValueOrDefault(key) + 1;
            var mutant = new MirrorMutant(mutants.Count + 1, key with { Ordinal = ordinal });
            mutants.Add(mutant);
            if (excluded.Contains(mutant.Number)) continue;
            now = SyntaxFactory.ParseExpression($"(Mutant.Is({mutant.Number}) ? ({text}) : ({now}))");
        }

        return now;
    }
}
