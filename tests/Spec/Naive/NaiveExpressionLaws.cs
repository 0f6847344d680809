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
    public void Evaluate_WellTypedExpression_HasTheValueOfTheNaiveEvaluator() => AllAgree(slips: 0, tests: 700);

    [Fact]
    public void Evaluate_ExpressionWithATypeError_HasTheValueOfTheNaiveEvaluator() => AllAgree(slips: 40, tests: 500);

    [Fact]
    public void Print_ValueOfAnExpression_ParsesBackToIt() => Law.Holds(Expressions(slips: 0), expression =>
    {
        if (ValueOf(expression, out _) is not { } value) return;
        var printed = value.ToString();
        Assert.True(value.Equals(Engine.Evaluate(printed, sameNames: true).Canonical()), $"{expression} is {printed}, which is another value");
    });

    private static Gen<string> Expressions(int slips) => Gen.Choose(1, 4).SelectMany(depth =>
        Sort.Any(2).SelectMany(sort => new ExpressionGen(slips).Of(sort, depth, [])));

    private static void AllAgree(int slips, int tests)
    {
        var apart = new FaultsApart(slips == 0 ? 0 : tests * Law.Times / 100);
        Law.Holds(Expressions(slips), expression => Agree(expression, apart), tests);
        apart.AreFew();
    }

    // An evaluator may evaluate the results of a function when it is made or when they are asked for; TLC does either. So
    // what has a value at once must have it, and what has none in the end must have none.
    private static void Agree(string expression, FaultsApart apart)
    {
        NaiveValue? atOnce, inTheEnd;
        try
        {
            atOnce = Expected(expression, isStrict: true);
            inTheEnd = Expected(expression, isStrict: false);
        }
        catch (NaiveLimit)
        {
            return;
        }

        var actual = ValueOf(expression, out var fault);
        if (actual is null)
        {
            if (atOnce is not null) apart.Add($"{expression}\nis {atOnce}; the engine has no value for it: {fault}");
            return;
        }

        var printed = actual.ToString();
        if (inTheEnd is null) apart.Add($"{expression}\nhas no value; the engine says {printed}");
        else Assert.True(inTheEnd.Key == NaiveEvaluator.Evaluate(Engine.Parse(printed), s_names).Key,
            $"{expression}\nis {inTheEnd}; the engine says {printed}");
    }

    private static NaiveValue? Expected(string expression, bool isStrict)
    {
        try
        {
            var value = NaiveEvaluator.Evaluate(Engine.Parse(expression), s_names with { IsStrict = isStrict });
            _ = value.Key; // what is deferred, too
            return value;
        }
        catch (NaiveFault)
        {
            return null;
        }
    }

    private static Value? ValueOf(string expression, out string? fault)
    {
        fault = null;
        try
        {
            return Engine.Evaluate(expression).Canonical();
        }
        catch (Exception thrown) when (thrown is EvaluationException or ValueException)
        {
            fault = thrown.Message;
            return null;
        }
    }
}
