using System.Collections.Immutable;
using System.Diagnostics;

namespace Verified.Tla.Syntax;

/// <summary>Modules and their units.</summary>
public sealed partial class SyntaxPrinter
{
    private void WriteModule(ModuleSyntax module)
    {
        _text.Append("---- MODULE ").Append(module.Name.Text).Append(" ----");
        NewLine(0);
        if (module.Extends.Length > 0)
        {
            _text.Append("EXTENDS ");
            WriteNames(module.Extends);
            NewLine(0);
        }

        foreach (var unit in module.Units)
        {
            WriteUnit(unit);
            NewLine(0);
        }

        _text.Append("====");
    }

    private void WriteUnit(UnitSyntax unit)
    {
        switch (unit)
        {
            case UnitSyntax.Variables variables:
                _text.Append("VARIABLES ");
                WriteNames(variables.Names);
                break;
            case UnitSyntax.Constants constants:
                _text.Append("CONSTANTS ");
                WriteList(constants.Operators, WriteDeclaration);
                break;
            case UnitSyntax.Recursive recursive:
                _text.Append("RECURSIVE ");
                WriteList(recursive.Operators, WriteDeclaration);
                break;
            case UnitSyntax.Assume assume:
                WriteStatement("ASSUME ", assume.Name, assume.Body);
                break;
            case UnitSyntax.Theorem theorem:
                WriteStatement("THEOREM ", theorem.Name, theorem.Body);
                break;
            case UnitSyntax.Inner inner:
                WriteModule(inner.Module);
                break;
            default:
                WriteDefinition(unit);
                break;
        }
    }

    private void WriteDefinition(UnitSyntax unit)
    {
        switch (unit)
        {
            case UnitSyntax.Operator definition:
                WriteLocal(definition.IsLocal);
                WriteLeftSide(definition);
                _text.Append(" == ");
                Write(definition.Body);
                break;
            case UnitSyntax.Function function:
                WriteLocal(function.IsLocal);
                _text.Append(function.Name.Text).Append('[');
                WriteList(function.Bounds, WriteBound);
                _text.Append("] == ");
                Write(function.Body);
                break;
            case UnitSyntax.Instance instance:
                WriteLocal(instance.IsLocal);
                WriteInstance(instance.Of);
                break;
            case UnitSyntax.NamedInstance instance:
                WriteLocal(instance.IsLocal);
                WriteSignature(instance.Name, instance.Parameters);
                _text.Append(" == ");
                WriteInstance(instance.Of);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void WriteLocal(bool isLocal) => _text.Append(isLocal ? "LOCAL " : "");

    private void WriteStatement(string keyword, NameSyntax? name, ExprSyntax body)
    {
        _text.Append(keyword);
        if (name is { } given) _text.Append(given.Text).Append(" == ");
        Write(body);
    }

    private void WriteLeftSide(UnitSyntax.Operator definition)
    {
        if (!OperatorTable.TryFind(definition.Name.Text, out var symbol))
        {
            WriteSignature(definition.Name, definition.Parameters);
            return;
        }

        if (symbol.Fixity != Fixity.Prefix) _text.Append(definition.Parameters[0].Name.Text).Append(' ');
        _text.Append(symbol.Text);
        if (symbol.Fixity != Fixity.Postfix) _text.Append(' ').Append(definition.Parameters[^1].Name.Text);
    }

    private void WriteSignature(
        NameSyntax name, ImmutableArray<OperatorDeclaration> parameters)
    {
        _text.Append(name.Text);
        if (parameters.Length == 0) return;
        _text.Append('(');
        WriteList(parameters, WriteDeclaration);
        _text.Append(')');
    }

    private void WriteDeclaration(OperatorDeclaration declaration)
    {
        if (OperatorTable.TryFind(declaration.Name.Text, out var symbol))
        {
            _text.Append(symbol.Fixity == Fixity.Prefix ? "" : "_ ").Append(symbol.Text);
            _text.Append(symbol.Fixity == Fixity.Postfix ? "" : " _");
            return;
        }

        _text.Append(declaration.Name.Text);
        if (declaration.Arity > 0)
            _text.Append('(').AppendJoin(", ", Enumerable.Repeat("_", declaration.Arity)).Append(')');
    }

    private void WriteInstance(InstanceSyntax instance)
    {
        _text.Append("INSTANCE ").Append(instance.Module.Text);
        if (instance.Substitutions.Length == 0) return;
        _text.Append(" WITH ");
        WriteList(instance.Substitutions, substitution =>
        {
            _text.Append(substitution.Target.Text).Append(" <- ");
            Write(substitution.Value);
        });
    }
}
