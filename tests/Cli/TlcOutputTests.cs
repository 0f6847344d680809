using Verified.Checking;
using Verified.Cli;

namespace Verified.Tests.Cli;

/// <summary>What TLC wrote, read: each text is a part of its output as it was recorded.</summary>
public sealed class TlcOutputTests
{
    [Fact]
    public void Result_ModelThatHolds_HasItsCounts() => Assert.Equal(
        new TlcResult(Verdict.Holds, null, 8283, 24702, ""),
        Read("""
            @!@!@STARTMSG 2200:0 @!@!@
            Progress(28) at 2026-11-25 17:30:38: 20,507 states generated (465 s/min), 7,440 distinct states found (122 ds/min), 547 states left on queue.
            @!@!@ENDMSG 2200 @!@!@
            @!@!@STARTMSG 2193:0 @!@!@
            Model checking completed. No error has been found.
              Estimates of the probability that TLC did not check all reachable states
              because two distinct states had the same fingerprint:
              calculated (optimistic):  val = 7.4E-12
            @!@!@ENDMSG 2193 @!@!@
            @!@!@STARTMSG 2199:0 @!@!@
            24702 states generated, 8283 distinct states found, 0 states left on queue.
            @!@!@ENDMSG 2199 @!@!@
            """));

    [Fact]
    public void Result_ViolatedInvariant_IsNamed() => Assert.Equal(
        new TlcResult(Verdict.Violated, "InterleavedDebugInv", 70, 76, "Invariant InterleavedDebugInv is violated."),
        Read("""
            @!@!@STARTMSG 2110:1 @!@!@
            Invariant InterleavedDebugInv is violated.
            @!@!@ENDMSG 2110 @!@!@
            @!@!@STARTMSG 2121:1 @!@!@
            The behavior up to this point is:
            @!@!@ENDMSG 2121 @!@!@
            @!@!@STARTMSG 2217:4 @!@!@
            1: <Initial predicate>
            log = <<>>

            @!@!@ENDMSG 2217 @!@!@
            @!@!@STARTMSG 2199:0 @!@!@
            76 states generated, 70 distinct states found, 67 states left on queue.
            @!@!@ENDMSG 2199 @!@!@
            """));

    [Theory]
    [InlineData(2112, "Action property AppendOnlyProp is violated.", "AppendOnlyProp")]
    [InlineData(2112, "Action property line 153, col 17 to line 153, col 29 of module Saga is violated.", null)]
    [InlineData(2116, "Temporal property PublishedIsHandled was violated.\n", "PublishedIsHandled")]
    [InlineData(2116, "Temporal properties were violated.\n", null)]
    [InlineData(2107, "Invariant Small is violated by the initial state:\nhour = 9", "Small")]
    [InlineData(2108, "Property Contract!Init is violated by the initial state:\nhour = 9", "Contract!Init")]
    public void Result_ViolatedProperty_IsNamedWhereTlcNamesIt(int code, string message, string? property)
    {
        var result = Read($"@!@!@STARTMSG {code}:1 @!@!@\n{message}\n@!@!@ENDMSG {code} @!@!@");
        Assert.Equal((Verdict.Violated, property), (result.Verdict, result.Property));
    }

    [Theory]
    [InlineData(2114, "Deadlock reached.", "Deadlock")]
    [InlineData(2104, "Assumption line 4, col 17 to line 4, col 21 of module Asm is false.", "Assumption")]
    [InlineData(1001, "Java ran out of memory.", "Error")]
    public void Result_OtherVerdict_IsTold(int code, string message, string verdict) => Assert.Equal(
        new TlcResult(Enum.Parse<Verdict>(verdict), null, null, null, message),
        Read($"@!@!@STARTMSG {code}:1 @!@!@\n{message}\n@!@!@ENDMSG {code} @!@!@"));

    [Fact]
    public void Result_Warning_IsNoVerdict() => Assert.Equal(
        Verdict.Holds,
        Read("""
            @!@!@STARTMSG 2401:3 @!@!@
            Please run the Java VM, which executes TLC with a throughput optimized garbage collector.
            @!@!@ENDMSG 2401 @!@!@
            @!@!@STARTMSG 2193:0 @!@!@
            Model checking completed. No error has been found.
            @!@!@ENDMSG 2193 @!@!@
            """).Verdict);

    [Fact]
    public void Result_MessageWithinAMessage_EndsWithItsOwnMark() => Assert.Equal(
        new TlcResult(Verdict.Error, null, 1, 1, """
            TLC threw an unexpected exception.
            but it produced the following error:
            Cannot cast tlc2.value.impl.StringValue to tlc2.value.impl.IntValue
            """),
        Read("""
            @!@!@STARTMSG 1000:1 @!@!@
            TLC threw an unexpected exception.
            : @!@!@STARTMSG 2154:0 @!@!@
            but it produced the following error:
            Cannot cast tlc2.value.impl.StringValue to tlc2.value.impl.IntValue
            @!@!@ENDMSG 2154 @!@!@
            @!@!@ENDMSG 1000 @!@!@
            @!@!@STARTMSG 2103:1 @!@!@
            The error occurred when TLC was evaluating the nested
            expressions at the following positions:
            @!@!@ENDMSG 2103 @!@!@
            @!@!@STARTMSG 2199:0 @!@!@
            1 states generated, 1 distinct states found, 0 states left on queue.
            @!@!@ENDMSG 2199 @!@!@
            """));

    [Fact]
    public void Result_ParserErrors_AreWhatTheParserSaid() => Assert.Equal(
        new TlcResult(Verdict.Error, null, null, null, """
            Parsing or semantic analysis failed.
            *** Errors: 1
            line 3, col 13 to line 3, col 13 of module Bad
            Unknown operator: `y'.
            """),
        Read("""
            @!@!@STARTMSG 2220:0 @!@!@
            Starting SANY...
            @!@!@ENDMSG 2220 @!@!@
            Parsing file /tmp/Bad.tla
            Semantic processing of module Bad

            *** Errors: 1

            line 3, col 13 to line 3, col 13 of module Bad

            Unknown operator: `y'.


            @!@!@STARTMSG 2219:0 @!@!@
            SANY finished.
            @!@!@ENDMSG 2219 @!@!@
            @!@!@STARTMSG 3002:1 @!@!@
            Parsing or semantic analysis failed.
            @!@!@ENDMSG 3002 @!@!@
            """));

    [Fact]
    public void Result_NothingSaid_IsAnErrorWithTheExitCode()
    {
        var result = new TlcOutput().Result(1, "Error: Could not find or load main class tlc2.TLC\n");
        Assert.Equal(
            new TlcResult(Verdict.Error, null, null, null,
                "TLC ended with 1 and without a verdict: Error: Could not find or load main class tlc2.TLC"),
            result);
    }

    private static TlcResult Read(string output)
    {
        var parser = new TlcOutput();
        foreach (var line in output.Split('\n')) parser.Add(line);
        return parser.Result(0, "");
    }
}
