using Verified.Checking;

namespace Verified.Tests.Spec.Checking;

/// <summary>Checks a model with both engines, which must agree in everything that is told.</summary>
internal static class BothEngines
{
    /// <summary>The result of the general engine.</summary>
    public static CheckResult Check(string modulePath, string configPath, int workers)
    {
        var general = Checker.Check(modulePath, configPath, new CheckOptions { Workers = workers, Engine = Engine.General });
        var packed = Checker.Check(modulePath, configPath, new CheckOptions { Workers = workers, Engine = Engine.Packed });
        Assert.Equal(Told(general), Told(packed));
        if (general.Verdict == Verdict.Holds)
            Assert.Equal(
                (general.Distinct, general.Generated, general.Depth), (packed.Distinct, packed.Generated, packed.Depth));
        return general;
    }

    // The engines visit the states of a level in different orders; a shortest trace is as long in either.
    private static string Told(CheckResult result) => string.Join('\n', (IEnumerable<string>)
    [
        $"{result.Verdict} {result.Property} {result.FalseConjunct} after {result.Trace.Length} states",
        .. result.Diagnostics.Select(d => d.ToString()),
    ]);
}
