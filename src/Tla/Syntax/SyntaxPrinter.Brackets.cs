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
                _text.Append('{');
                WriteBound(filter.Bound);
                WriteBody(filter.Predicate);
                _text.Append('}');
                return true;
            case ExprSyntax.SetMap map:
                _text.Append('{');
                WriteIn(map.Element, IsMembership(map.Element));
                _text.Append(" : ");
                WriteList(map.Bounds, WriteBound);
                _text.Append('}');
                return true;
            case ExprSyntax.ActionSubscript action:
                WriteBetween(action.IsBox ? "[" : "<<", [action.Action], action.IsBox ? "]_" : ">>_");
                WriteSubscript(action.Subscript);
                return true;
            case ExprSyntax.Fairness fairness:
                _text.Append(fairness.IsStrong ? "SF_" : "WF_");
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
                _text.Append('[');
                WriteList(function.Bounds, WriteBound);
                _text.Append(" |-> ");
                Write(function.Body);
                _text.Append(']');
                return true;
            case ExprSyntax.FunctionSet set:
                _text.Append('[');
                Write(set.Domain);
                _text.Append(" -> ");
                Write(set.Range);
                _text.Append(']');
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
                _text.Append('.').Append(field.Field.Text);
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
        _text.Append('[');
        WriteList(fields, field =>
        {
            _text.Append(field.Name.Text).Append(separator);
            Write(field.Value);
        });
        _text.Append(']');
    }

    private void WriteExcept(ExprSyntax.Except except)
    {
        _text.Append('[');
        Write(except.Function);
        _text.Append(" EXCEPT ");
        WriteList(except.Updates, update =>
        {
            _text.Append('!');
            WriteList(update.Path, WritePathStep, "");
            _text.Append(" = ");
            Write(update.Value);
        });
        _text.Append(']');
    }

    private void WritePathStep(PathStepSyntax step)
    {
        if (step.Field is { } field) _text.Append('.').Append(field.Text);
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
