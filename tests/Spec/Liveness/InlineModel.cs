using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Liveness;

/// <summary>A module and its configuration written in a test, checked as files.</summary>
internal static class InlineModel
{
    /// <summary>Checks <c>MODULE M</c> with this body; other modules may be given by name.</summary>
    public static CheckResult Check(string body, string config, params (string Name, string Body)[] others)
    {
        var folder = Directory.CreateTempSubdirectory("verified-");
        try
        {
            foreach (var (name, text) in others.Append(("M", body)))
                File.WriteAllText(Path.Combine(folder.FullName, name + ".tla"), $"---- MODULE {name} ----\n{text}\n====\n");
            File.WriteAllText(Path.Combine(folder.FullName, "M.cfg"), config);
            return BothEngines.Check(
                Path.Combine(folder.FullName, "M.tla"), Path.Combine(folder.FullName, "M.cfg"), Environment.ProcessorCount);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The states of the trace as one number each, for modules with one variable; '>' marks the loop.</summary>
    public static string Lasso(this CheckResult result) => string.Join(' ', result.Trace.Select(
        (step, i) => (i == result.LoopStart ? ">" : "") + step.State[0]));
}
