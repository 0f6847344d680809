using System.Globalization;
using Verified.Checking;
using Verified.Tla.Values;

namespace Verified.Cli;

/// <summary>Writes a counterexample: the first state whole, then each action with what it changed.</summary>
internal static class TraceText
{
    private const string Margin = "       ";

    /// <summary>Writes the trace of a result.</summary>
    public static void Write(TextWriter output, CheckResult result, bool fullStates)
    {
        output.WriteLine();
        for (var i = 0; i < result.Trace.Length; i++)
        {
            var step = result.Trace[i];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1,4}  {step.Label}"));
            if (step.Alias is { } alias) WriteAlias(output, alias);
            else if (i == 0 || fullStates) WriteState(output, result, step);
            else WriteChanges(output, result, result.Trace[i - 1], step);
        }

        if (result.LoopStart is { } loop) output.WriteLine("      " + Loop(result, loop));
        output.WriteLine();
    }

    /// <summary>How the behaviour of a temporal counterexample goes on for ever.</summary>
    private static string Loop(CheckResult result, int start) => start == result.Trace.Length - 1
        ? "and nothing happens any more"
        : string.Create(CultureInfo.InvariantCulture, $"and from {start + 1} again, for ever");

    private static void WriteState(TextWriter output, CheckResult result, TraceStep step)
    {
        for (var v = 0; v < step.State.Length; v++)
            output.WriteLine($"{Margin}/\\ {result.Variables[v]} = {step.State[v]}");
    }

    private static void WriteAlias(TextWriter output, FunctionLike alias)
    {
        for (var i = 0; i < alias.Count; i++)
        {
            var name = alias.ArgumentAt(i) is StringValue text ? text.Text : alias.ArgumentAt(i).ToString();
            output.WriteLine($"{Margin}/\\ {name} = {alias.ResultAt(i)}");
        }
    }

    private static void WriteChanges(TextWriter output, CheckResult result, TraceStep before, TraceStep step)
    {
        var changed = false;
        for (var v = 0; v < step.State.Length; v++)
            foreach (var change in ValueDifference.Between(result.Variables[v], before.State[v], step.State[v]))
            {
                output.WriteLine(Margin + change);
                changed = true;
            }

        if (!changed) output.WriteLine($"{Margin}(no variable changes)");
    }
}
