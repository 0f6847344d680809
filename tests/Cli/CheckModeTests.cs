namespace Verified.Tests.Cli;

/// <summary>Simulation, coverage, traces, graphs, and going on after a violation.</summary>
public sealed class CheckModeTests : IDisposable
{
    private const string Module = """
        ---- MODULE Ladder ----
        EXTENDS Integers, Sequences
        CONSTANT Last
        VARIABLES hour, log

        Init == hour = 1 /\ log = <<>>

        Tick(h) ==
          /\ hour < Last
          /\ hour' = h
          /\ log' = Append(log, h)

        Stop == hour > 9 /\ UNCHANGED <<hour, log>>

        Next == (\E h \in {hour + 1, hour + 2} : Tick(h)) \/ Stop

        Small == hour < 3
        Odd == hour < 2
        Vacuous == \A i \in DOMAIN log : log[i] > 90 => i > 5
        Cased == hour > 2 => log # <<>>
        Climbs == <>(hour = 3)
        ====

        """;

    private readonly Tool _tool = new();

    public CheckModeTests() => _tool.File("Ladder.tla", Module);

    public void Dispose() => _tool.Dispose();

    private string Model(string statements) =>
        _tool.File("Ladder.cfg", $"CONSTANT Last = 4\nINIT Init\nNEXT Next\n{statements}\n");

    [Fact]
    public async Task Continue_FindsOneViolationForEachProperty_AndReturns1()
    {
        var answer = await _tool.RunAsync("check", Model("INVARIANTS Small Odd"), "--continue");
        Assert.Equal(new Answer(1, """
            Ladder.cfg: Odd is violated
              false at Ladder.tla:18:8:
                hour < 2

               1  Initial
                   /\ hour = 1
                   /\ log = <<>>
               2  Tick(2)
                   hour: 1 → 2
                   log: <<>> → <<2>>

            Ladder.cfg: Small is violated
              false at Ladder.tla:17:10:
                hour < 3

               1  Initial
                   /\ hour = 1
                   /\ log = <<>>
               2  Tick(3)
                   hour: 1 → 3
                   log: <<>> → <<3>>

            Ladder.cfg: deadlock: the last state has no successor

               1  Initial
                   /\ hour = 1
                   /\ log = <<>>
               2  Tick(2)
                   hour: 1 → 2
                   log: <<>> → <<2>>
               3  Tick(4)
                   hour: 2 → 4
                   log: <<2>> → <<2, 4>>

              9 distinct states, 9 generated, depth 4, 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task Coverage_CountsActionsAndConjuncts_AndWarnsOfWhatNeverHappens()
    {
        var answer = await _tool.RunAsync("check", Model("INVARIANTS Vacuous Cased"), "--coverage", "--no-deadlock");
        Assert.Equal(new Answer(0, """
            Ladder.cfg: holds
              action      taken         new
                Tick          8          8
                Stop          0          0
              conjunct reached and true
                         18            8  Ladder.tla:9:6: hour < Last
                          8            8  Ladder.tla:10:6: hour' = h
                          8            8  Ladder.tla:11:6: log' = Append(log, h)
                          9            0  Ladder.tla:13:9: hour > 9
                          0            0  Ladder.tla:13:21: UNCHANGED <<hour, log>>
              warning: Ladder.tla:13:1: VCH0201: the action Stop is never taken
              warning: Ladder.tla:19:12: VCH0202: Vacuous holds vacuously here: no state is a case of it
              9 distinct states, 9 generated, depth 4, 0.0 s

            """, ""), answer);
    }

    [Theory]
    [InlineData("packed")]
    [InlineData("general")]
    public async Task Memory_ThatRunsOut_Returns2AndSaysWhatWasCovered(string engine)
    {
        var module = _tool.File("Grow.tla", """
            ---- MODULE Grow ----
            EXTENDS Integers, Sequences, FiniteSets
            VARIABLES n, m, log
            Init == n = 0 /\ m = 0 /\ log = <<>>
            Next == /\ n < 1000
                    /\ \/ n' = n + 1 /\ UNCHANGED m
                       \/ m' = m + 1 /\ UNCHANGED n
                    /\ log' = IF Len(log) < 200 THEN Append(log, <<n, m>>) ELSE Tail(log)
            ====

            """);
        _tool.File("Grow.cfg", "INIT Init\nNEXT Next\n");
        // The tool runs in this process, which has memory of its own, and of other tests.
        var limit = $"{(Environment.WorkingSet >> 20) + 120}m";
        var answer = await _tool.RunAsync("check", module, "--engine", engine, "--memory", limit, "--timeout", "600");
        Assert.Equal(2, answer.Code);
        Assert.Contains("stopped before the end: out of memory", answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.Matches("[0-9,]+ distinct states?", answer.Output);
    }

    [Fact]
    public async Task Simulate_WithASeed_GivesTheSameBehaviourOnAnyNumberOfThreads()
    {
        var model = Model("INVARIANT Small");
        var one = await _tool.RunAsync("check", model, "--simulate", "50", "--seed", "7", "--workers", "1");
        var four = await _tool.RunAsync("check", model, "--simulate", "50", "--seed", "7", "--workers", "4");
        Assert.Equal(1, one.Code);
        Assert.Contains("Small is violated", one.Output, StringComparison.Ordinal);
        Assert.Contains("random behaviour 1, seed 7", one.Output, StringComparison.Ordinal);
        Assert.Equal(one, four);
    }

    [Fact]
    public async Task Simulate_WithAnotherSeed_MayTakeAnotherWay()
    {
        var model = Model("INVARIANT Small");
        var answers = new HashSet<string>();
        for (var seed = 1; seed <= 20; seed++)
            answers.Add((await _tool.RunAsync("check", model, "--simulate", "1", "--seed", $"{seed}")).Output.Split("random")[0]);
        Assert.Equal(3, answers.Count);
    }

    [Fact]
    public async Task Simulate_ThatFindsNothing_IsUndetermined()
    {
        var answer = await _tool.RunAsync("check", Model("INVARIANT Cased"), "--no-deadlock", "--simulate", "10", "--seed", "1");
        Assert.Equal((2, "Ladder.cfg: VCH0102: 10 random behaviours violate nothing; there may be others\n"), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task Simulate_TemporalProperty_SaysThatItWasNotChecked()
    {
        var answer = await _tool.RunAsync(
            "check", Model("PROPERTY Climbs"), "--no-deadlock", "--simulate", "10", "--seed", "1");
        Assert.Equal((2, """
            Ladder.cfg: VCH0102: 10 random behaviours violate nothing; there may be others
            Ladder.tla:21:11: VCH0103: Climbs speaks of whole behaviours; random ones end, so it was not checked
               21 | Climbs == <>(hour = 3)
                  |           ^

            """), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task Depth_StopsAsUndetermined()
    {
        var answer = await _tool.RunAsync("check", Model(""), "--depth", "2");
        Assert.Equal(new Answer(2, "Ladder.cfg: undetermined\n  3 distinct states, 3 generated, depth 2, 0.0 s\n",
            "Ladder.cfg: VCH0101: stopped before the end: at depth 2; 2 states were still waiting\n"), answer);
    }

    [Theory]
    [InlineData("trace.json")]
    [InlineData("trace.itf.json")]
    public async Task Trace_IsReplayedAndViolatesTheSameProperty(string name)
    {
        var (model, trace) = (Model("INVARIANT Small"), _tool.Path(name));
        var found = await _tool.RunAsync("check", model, "--trace", trace);
        var replayed = await _tool.RunAsync("check", model, "--replay", trace);
        Assert.Equal(1, replayed.Code);
        Assert.Equal(found.Output[..found.Output.IndexOf("  3 distinct", StringComparison.Ordinal)], replayed.Output);
        Assert.Equal(0, (await _tool.RunAsync("check", Model("INVARIANT Cased"), "--replay", trace)).Code);
    }

    [Theory]
    [InlineData("<<3>>", "<<4>>", "no step of the specification leads from state 1 to state 2")]
    [InlineData("<<>>", "<<1>>", "the first state is no initial state of the specification")]
    public async Task Replay_OfAStepThatIsNone_SaysWhich(string text, string instead, string message)
    {
        var (model, trace) = (Model("INVARIANT Small"), _tool.Path("trace.json"));
        await _tool.RunAsync("check", model, "--trace", trace);
        File.WriteAllText(trace, File.ReadAllText(trace).Replace(text, instead, StringComparison.Ordinal));
        var answer = await _tool.RunAsync("check", model, "--replay", trace);
        Assert.Equal((1, $"trace.json: VCH0304: {message}\n"), (answer.Code, answer.Error));
    }

    [Theory]
    [InlineData("[]", "trace.json: VCH0301: this is no trace; expected an object with \"states\" (Informal Trace Format) or \"trace\"\n")]
    [InlineData("{", "trace.json:1:2: VCH0302: this is not JSON\n")]
    [InlineData("{\"states\": [{\"minute\": 1}]}", "trace.json: VCH0303: the specification has no variable minute\n")]
    public async Task Replay_OfNoTrace_IsMalformed(string text, string error)
    {
        var answer = await _tool.RunAsync("check", Model(""), "--replay", _tool.File("trace.json", text));
        Assert.Equal((3, error), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task Dump_WritesTheGraph()
    {
        var model = _tool.File("Ladder.cfg", "CONSTANT Last = 2\nINIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n");
        Assert.Equal(0, (await _tool.RunAsync("check", model, "--dump", _tool.Path("graph.dot"))).Code);
        Assert.Equal(0, (await _tool.RunAsync("check", model, "--dump", _tool.Path("graph.json"))).Code);
        Assert.Equal("""
            digraph "Ladder" {
              node [shape=box, fontname=monospace];
              1 [label="/\\ hour = 1\l/\\ log = <<>>\l", penwidth=2];
              2 [label="/\\ hour = 2\l/\\ log = <<2>>\l"];
              1 -> 2 [label="Tick(2)"];
              3 [label="/\\ hour = 3\l/\\ log = <<3>>\l"];
              1 -> 3 [label="Tick(3)"];
            }

            """, File.ReadAllText(_tool.Path("graph.dot")));
        Assert.Equal("""
            {
            "variables": ["hour", "log"],
            "states": [
            {"id": 1, "initial": true, "state": {"hour": "1", "log": "<<>>"}},
            {"id": 2, "initial": false, "state": {"hour": "2", "log": "<<2>>"}},
            {"id": 3, "initial": false, "state": {"hour": "3", "log": "<<3>>"}}
            ],
            "edges": [
            {"from": 1, "to": 2, "action": "Tick", "arguments": {"h": "2"}},
            {"from": 1, "to": 3, "action": "Tick", "arguments": {"h": "3"}}
            ]
            }

            """, File.ReadAllText(_tool.Path("graph.json")));
    }

    [Theory]
    [InlineData("--trace")]
    [InlineData("--replay")]
    [InlineData("--dump")]
    public async Task File_OfSeveralModels_IsAMistake(string option)
    {
        var answer = await _tool.RunAsync("check", option, "file");
        Assert.Equal((64, $"verified: {option} goes with exactly one model.\nRun 'verified check --help' for what there is.\n"),
            (answer.Code, answer.Error));
    }
}
