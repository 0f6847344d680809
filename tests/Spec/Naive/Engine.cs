using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Source;
using Verified.Tla.Syntax;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Naive;

/// <summary>The engine under test, for one expression.</summary>
internal static class Engine
{
    /// <summary>The module around an expression. Strings and fields are mentioned in the order of the alphabet, so that CHOOSE
    /// has the same order in both evaluators.</summary>
    public static string Module(string expression) => $"""
        ---- MODULE Spec ----
        EXTENDS Integers, Sequences, FiniteSets, TLC
        CONSTANTS m1, m2
        Names == <<"f1", "f2", "s1", "s2", "s3">>
        Value == {expression}
        ====
        """;

    /// <summary>The expression's syntax.</summary>
    public static ExprSyntax Parse(string expression)
    {
        var parsed = TlaParser.Parse(new SourceText("Spec.tla", Module(expression)));
        Assert.Empty(parsed.Diagnostics);
        return parsed.Value!.Units.OfType<UnitSyntax.Operator>().Single(u => u.Name.Text == "Value").Body;
    }

    /// <summary>The expression's value.</summary>
    /// <param name="expression">Its text.</param>
    /// <param name="sameNames">Keep the order of names of the evaluation before, so that values can be compared.</param>
    /// <exception cref="EvaluationException">It has none.</exception>
    public static Value Evaluate(string expression, bool sameNames = false)
    {
        var vocabulary = sameNames ? Vocabulary.Current : Vocabulary.Begin();
        var (m1, m2) = (ModelValue.Of("m1"), ModelValue.Of("m2"));
        var parsed = TlaParser.Parse(new SourceText("Spec.tla", Module(expression)));
        var (module, diagnostics) = Resolution.Resolve(parsed.Value!, new ModuleFiles([]));
        Assert.Empty(diagnostics);
        var bindings = new ModelBindings();
        bindings.Values[module!.Symbols["m1"]] = m1;
        bindings.Values[module.Symbols["m2"]] = m2;
        var model = CompiledModel.Create(module, bindings, vocabulary);
        var formula = model.Formula("Value", ((Definition)module.Symbols["Value"]).Body);
        return new Evaluator(model).Evaluate(formula, []);
    }
}
