using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Expressions in brackets, and what is written directly behind an operand.</summary>
public sealed partial class SyntaxPrinter
{
    private bool WriteBracketed(ExprSyntax expression)
    {
        switch (expression)
        {
            case ExprSyntax.SetEnumeration set:
                WriteBetween("{", set.Elements, "}");
                return true;
            case ExprSyntax.Tuple tuple:
                WriteBetween("<<", tuple.Elements, ">>");
                return true;
            case ExprSyntax.SetFilter filter:
                text.Append('{');
                WriteBound(filter.Bound);
                WriteBody(filter.Predicate);
                text.Append('}');
                return true;
            case ExprSyntax.SetMap map:
                text.Append('{');
                WriteIn(map.Element, IsMembership(map.Element));
                text.Append(" : ");
                WriteList(map.Bounds, WriteBound);
                text.Append('}');
                return true;
            case ExprSyntax.ActionSubscript action:
                WriteBetween(action.IsBox ? "[" : "<<", [action.Action], action.IsBox ? "]_" : ">>_");
                WriteSubscript(action.Subscript);
                return true;
            case ExprSyntax.Fairness fairness:
                text.Append(fairness.IsStrong ? "SF_" : "WF_");
                WriteSubscript(fairness.Subscript);
                WriteBetween("(", [fairness.Action], ")");
                return true;
            default:
                return WriteFunction(expression);
        }
    }

    private bool WriteFunction(ExprSyntax expression)
    {
        switch (expression)
        {
            case ExprSyntax.FunctionConstructor function:
                text.Append('[');
                WriteList(function.Bounds, WriteBound);
                text.Append(" |-> ");
                Write(function.Body);
                text.Append(']');
                return true;
            case ExprSyntax.FunctionSet set:
                text.Append('[');
                Write(set.Domain);
                text.Append(" -> ");
                Write(set.Range);
                text.Append(']');
                return true;
            case ExprSyntax.FunctionApplication application:
                WriteIn(application.Function, !IsPostfixOperand(application.Function));
                WriteBetween("[", application.Arguments, "]");
                return true;
            case ExprSyntax.RecordConstructor record:
                WriteFields(record.Fields, " |-> ");
                return true;
            case ExprSyntax.RecordSet record:
                WriteFields(record.Fields, " : ");
                return true;
            case ExprSyntax.RecordField field:
                WriteIn(field.Record, !IsPostfixOperand(field.Record) || field.Record is ExprSyntax.Number);
                text.Append('.').Append(field.Field.Text);
                return true;
            case ExprSyntax.Except except:
                WriteExcept(except);
                return true;
            default:
                return false;
        }
    }

    private void WriteFields(ImmutableArray<FieldSyntax> fields, string separator)
    {
        text.Append('[');
        WriteList(fields, field =>
        {
            text.Append(field.Name.Text).Append(separator);
            Write(field.Value);
        });
        text.Append(']');
    }

    private void WriteExcept(ExprSyntax.Except except)
    {
        text.Append('[');
        Write(except.Function);
        text.Append(" EXCEPT ");
        WriteList(except.Updates, update =>
        {
            text.Append('!');
            WriteList(update.Path, WritePathStep, "");
            text.Append(" = ");
            Write(update.Value);
        });
        text.Append(']');
    }

    private void WritePathStep(PathStepSyntax step)
    {
        if (step.Field is { } field) text.Append('.').Append(field.Text);
        else WriteBetween("[", step.Arguments, "]");
    }

    /// <summary>A subscript is a name or stands in brackets; one that ends in arguments would
    /// swallow the action.</summary>
    private void WriteSubscript(ExprSyntax subscript)
    {
        var isPlain = subscript is ExprSyntax.Parenthesised or ExprSyntax.Tuple
            or ExprSyntax.Apply { Arguments: [] };
        WriteIn(subscript, !isPlain);
    }

    /// <summary><c>{x \in S : y \in T}</c> is a filter, <c>{(x \in S) : y \in T}</c> a
    /// map.</summary>
    private static bool IsMembership(ExprSyntax element)
    {
        while (element is ExprSyntax.Apply apply && SymbolOf(apply) is { Fixity: Fixity.Infix } symbol)
        {
            if (symbol == OperatorTable.In) return true;
            element = apply.Arguments[0];
        }

        return false;
    }
}
