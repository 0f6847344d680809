using FsCheck;
using FsCheck.Fluent;
using Verified.Tests.Spec.Values;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Naive;

/// <summary>The evaluator against a second one that is as simple as possible: the same value, or both have none.</summary>
public sealed class NaiveExpressionLaws
{
    private static readonly NaiveScope s_names = NaiveScope.Empty
        .With("m1", new NaiveValue.Model("m1")).With("m2", new NaiveValue.Model("m2"));

    [Fact]
    public void Evaluate_WellTypedExpression_HasTheValueOfTheNaiveEvaluator() =>
        Law.Holds(Expressions(slips: 0), Agree, tests: 700);

    [Fact]
    public void Evaluate_ExpressionWithATypeError_HasTheValueOfTheNaiveEvaluator() =>
        Law.Holds(Expressions(slips: 40), Agree, tests: 500);

    [Fact]
    public void Print_ValueOfAnExpression_ParsesBackToIt() => Law.Holds(Expressions(slips: 0), expression =>
    {
        if (ValueOf(expression) is not { } value) return;
        var printed = value.ToString();
        Assert.True(value.Equals(Engine.Evaluate(printed)), $"{expression} is {printed}, which is another value");
    });

    private static Gen<string> Expressions(int slips) => Gen.Choose(1, 4).SelectMany(depth =>
        Sort.Any(2).SelectMany(sort => new ExpressionGen(slips).Of(sort, depth, [])));

    private static void Agree(string expression)
    {
        if (Expected(expression, out var tooLarge) is var expected && tooLarge) return;
        var actual = ValueOf(expression);
        if (expected is null && actual is null) return;
        Assert.True(actual is not null, $"{expression}\nis {expected}; the engine has no value for it");
        var printed = actual.ToString();
        Assert.True(expected is not null, $"{expression}\nhas no value; the engine says {printed}");
        Assert.True(expected.Key == NaiveEvaluator.Evaluate(Engine.Parse(printed), s_names).Key,
            $"{expression}\nis {expected}; the engine says {printed}");
    }

    private static NaiveValue? Expected(string expression, out bool tooLarge)
    {
        tooLarge = false;
        try
        {
            var value = NaiveEvaluator.Evaluate(Engine.Parse(expression), s_names);
            _ = value.Key; // what is deferred, too
            return value;
        }
        catch (NaiveFault)
        {
            return null;
        }
        catch (NaiveLimit)
        {
            tooLarge = true;
            return null;
        }
    }

    private static Value? ValueOf(string expression)
    {
        try
        {
            return Engine.Evaluate(expression).Canonical();
        }
        catch (Exception fault) when (fault is EvaluationException or ValueException)
        {
            return null;
        }
    }
}
