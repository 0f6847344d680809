using System.Diagnostics;

namespace Verified.Tla.Syntax;

/// <summary>Expressions of every kind but operator symbols.</summary>
public sealed partial class SyntaxPrinter
{
    private void Write(ExprSyntax expression)
    {
        switch (expression)
        {
            case ExprSyntax.Number number:
                WriteNumber(number.Value);
                break;
            case ExprSyntax.Decimal fraction:
                _text.Append(fraction.Text);
                break;
            case ExprSyntax.String value:
                WriteString(value.Value);
                break;
            case ExprSyntax.At:
                _text.Append('@');
                break;
            case ExprSyntax.Apply apply:
                WriteApply(apply);
                break;
            case ExprSyntax.OperatorName name:
                _text.Append(name.Name.Text);
                break;
            case ExprSyntax.Parenthesised parenthesised:
                WriteBetween("(", [parenthesised.Inner], ")");
                break;
            case ExprSyntax.Product product:
                WriteProduct(product);
                break;
            case ExprSyntax.Junction junction:
                WriteJunction(junction);
                break;
            case ExprSyntax.AssumeProve statement:
                _text.Append(statement.Span.Text);
                break;
            default:
                if (!WriteOpen(expression) && !WriteBracketed(expression))
                    throw new UnreachableException();
                break;
        }
    }

    /// <summary>One bullet a line, in the column where the list begins.</summary>
    private void WriteJunction(ExprSyntax.Junction junction)
    {
        var column = Column;
        for (var i = 0; i < junction.Items.Length; i++)
        {
            if (i > 0) NewLine(column);
            _text.Append(junction.IsConjunction ? "/\\ " : "\\/ ");
            Write(junction.Items[i]);
        }
    }

    private bool WriteOpen(ExprSyntax expression)
    {
        switch (expression)
        {
            case ExprSyntax.Quantifier quantifier:
                _text.Append(quantifier.IsUniversal ? "\\A " : "\\E ");
                WriteList(quantifier.Bounds, WriteBound);
                WriteBody(quantifier.Body);
                return true;
            case ExprSyntax.TemporalQuantifier quantifier:
                _text.Append(quantifier.IsUniversal ? "\\AA " : "\\EE ");
                WriteNames(quantifier.Names);
                WriteBody(quantifier.Body);
                return true;
            case ExprSyntax.Choose choose:
                _text.Append("CHOOSE ");
                WriteBound(choose.Bound);
                WriteBody(choose.Body);
                return true;
            case ExprSyntax.Lambda lambda:
                _text.Append("LAMBDA ");
                WriteNames(lambda.Parameters);
                WriteBody(lambda.Body);
                return true;
            case ExprSyntax.Labelled labelled:
                WriteLabel(labelled);
                return true;
            case ExprSyntax.If condition:
                WriteIf(condition);
                return true;
            case ExprSyntax.Case cases:
                WriteCase(cases);
                return true;
            case ExprSyntax.Let let:
                WriteLet(let);
                return true;
            default:
                return false;
        }
    }

    private void WriteBody(ExprSyntax body)
    {
        _text.Append(" : ");
        Write(body);
    }

    private void WriteBound(BoundSyntax bound)
    {
        _text.Append(bound.IsTuple ? "<<" : "");
        WriteNames(bound.Names);
        _text.Append(bound.IsTuple ? ">>" : "");
        if (bound.Set is null) return;
        _text.Append(" \\in ");
        Write(bound.Set);
    }

    private void WriteLabel(ExprSyntax.Labelled labelled)
    {
        _text.Append(labelled.Label.Text);
        if (labelled.Parameters.Length > 0)
        {
            _text.Append('(');
            WriteNames(labelled.Parameters);
            _text.Append(')');
        }

        _text.Append(" :: ");
        Write(labelled.Body);
    }

    private void WriteIf(ExprSyntax.If condition)
    {
        _text.Append("IF ");
        Write(condition.Condition);
        _text.Append(" THEN ");
        Write(condition.Then);
        _text.Append(" ELSE ");
        Write(condition.Else);
    }

    /// <summary>An arm that could take the next <c>[]</c> for itself is parenthesised.</summary>
    private void WriteCase(ExprSyntax.Case cases)
    {
        _text.Append("CASE ");
        WriteList(cases.Arms, arm =>
        {
            WriteIn(arm.Guard, IsOpen(arm.Guard));
            _text.Append(" -> ");
            WriteIn(arm.Value, IsOpen(arm.Value));
        }, " [] ");
        if (cases.Other is null) return;
        _text.Append(" [] OTHER -> ");
        Write(cases.Other);
    }

    private void WriteLet(ExprSyntax.Let let)
    {
        var column = Column;
        _text.Append("LET ");
        for (var i = 0; i < let.Definitions.Length; i++)
        {
            if (i > 0) NewLine(column + 4);
            WriteUnit(let.Definitions[i]);
        }

        NewLine(column);
        _text.Append("IN  ");
        Write(let.Body);
    }
}
