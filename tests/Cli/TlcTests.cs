using System.Text.Json;
using Verified.Checking;
using Verified.Cli;

namespace Verified.Tests.Cli;

public sealed class TlcTests : IDisposable
{
    private readonly Tool _tool = new();

    public TlcTests() => _tool.File("Clock.tla", Tool.Clock);

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Tlc_JarThatIsNotThere_Returns64()
    {
        var answer = await _tool.RunAsync("tlc", "--jar", _tool.Path("tla2tools.jar"));
        Assert.Equal(new Answer(64, "", "verified: there is no file 'tla2tools.jar', named by --jar.\n"), answer);
    }

    [Fact]
    public void Find_NothingNamed_SaysWhatIsNeeded() => Assert.Equal(
        (null, "TLC is needed: name tla2tools.jar with --jar FILE or in TLA2TOOLS_JAR"),
        TlcTool.Find(null, _ => null));

    [Fact]
    public void Find_VariableThatNamesNoFile_SaysSo() => Assert.Equal(
        (null, "there is no file 'nowhere.jar', named by TLA2TOOLS_JAR"),
        TlcTool.Find(null, name => name == TlcTool.JarVariable ? "nowhere.jar" : null));

    [Fact]
    public void Find_WithoutJava_SaysWhereItLooked()
    {
        var jar = _tool.File("tla2tools.jar", "");
        Assert.Equal(
            (null, "TLC needs Java: there is no java on PATH, nor in the bin of JAVA_HOME"),
            TlcTool.Find(jar, _ => null));
    }

    [Fact]
    public void Find_JavaOfItsHome_GoesBeforeThePath()
    {
        var jar = _tool.File("tla2tools.jar", "");
        var java = OperatingSystem.IsWindows() ? "java.exe" : "java";
        Directory.CreateDirectory(_tool.Path("home/bin"));
        Directory.CreateDirectory(_tool.Path("path"));
        _tool.File($"home/bin/{java}", "");
        _tool.File($"path/{java}", "");
        var (tool, _) = TlcTool.Find(jar, name => name switch
        {
            "JAVA_HOME" => _tool.Path("home"),
            "PATH" => _tool.Path("path"),
            _ => null,
        });
        Assert.Equal(new TlcTool(Path.Combine(_tool.Path("home"), "bin", java), jar), tool);
    }

    [Theory]
    [InlineData("holds 10 20", "holds 10 20", true)]
    [InlineData("holds 10 20", "holds 10 21", false)]
    [InlineData("holds 10 20", "holds 11 20", false)]
    [InlineData("holds 10 20", "violated 10 20 Inv", false)]
    [InlineData("violated 10 20 Inv", "violated 15 30 Inv", true)]
    [InlineData("violated 10 20 Inv", "violated 15 30", true)]
    [InlineData("violated 10 20 Inv", "violated 10 20 OtherInv", false)]
    [InlineData("violated 10 20 Inv", "deadlock 10 20", false)]
    [InlineData("deadlock 10 20", "deadlock 11 20", true)]
    [InlineData("holds 10 20", "undetermined 10 20", null)]
    [InlineData("unsupported 0 0", "holds 10 20", null)]
    [InlineData("error 0 0", "holds 10 20", false)]
    [InlineData("error 0 0", "error 0 0", true)]
    public void Agrees_VerdictPropertyAndCounts_AreCompared(string ours, string theirs, bool? agrees)
    {
        var (verdict, distinct, generated, property) = Result(ours);
        var comparison = new TlcComparison(
            new SelectedModel("M.tla", "M.cfg", null),
            new CheckResult
            {
                Model = "M.cfg",
                Module = "M.tla",
                Verdict = verdict,
                Property = property,
                Distinct = distinct,
                Generated = generated,
            },
            Theirs(theirs));
        Assert.Equal(agrees, comparison.Agrees);
        Assert.Equal(
            (agrees, verdict) switch
            {
                (true, Verdict.Error) => 3,
                (true, _) => 0,
                (false, _) => 1,
                (null, _) => 2,
            },
            comparison.ExitCode);
    }

    [TlcFact]
    public async Task Tlc_ModelThatHoldsAndOneThatDoesNot_Agree()
    {
        var holds = _tool.File("ClockFine.cfg", Tool.ClockModel("Fine") + "CHECK_DEADLOCK FALSE\n");
        var fails = _tool.File("ClockSmall.cfg", Tool.ClockModel("Small"));
        var before = Directory.GetFileSystemEntries(_tool.Folder);
        var answer = await _tool.RunAsync("tlc", "--json", "--workers", "1", holds, fails);
        using var document = JsonDocument.Parse(answer.Output);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.Equal(
            [
                ("ClockFine.cfg", true, "holds", null, 4),
                ("ClockSmall.cfg", true, "violated", "Small", 3),
            ],
            document.RootElement.EnumerateArray().Select(model => (
                model.GetProperty("model").GetString(),
                model.GetProperty("agrees").GetBoolean(),
                model.GetProperty("tlc").GetProperty("result").GetString(),
                model.GetProperty("tlc").GetProperty("property").GetString(),
                model.GetProperty("tlc").GetProperty("distinct").GetInt32())));
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(_tool.Folder).Order());
    }

    [TlcFact]
    public async Task Tlc_MalformedModel_Returns3AndShowsBothDiagnostics()
    {
        _tool.File("Bad.tla", "---- MODULE Bad ----\nVARIABLE x\nInit == x = y\nNext == x' = x\n====\n");
        var model = _tool.File("Bad.cfg", "INIT Init\nNEXT Next\n");
        var answer = await _tool.RunAsync("tlc", model);
        Assert.Equal(3, answer.Code);
        Assert.Contains("verified: Bad.tla:3:13", answer.Output, StringComparison.Ordinal);
        Assert.Contains("Unknown operator: `y'.", answer.Output, StringComparison.Ordinal);
    }

    private static TlcResult Theirs(string text)
    {
        var (verdict, distinct, generated, property) = Result(text);
        return new TlcResult(verdict, property, distinct, generated, "");
    }

    private static (Verdict Verdict, long Distinct, long Generated, string? Property) Result(string text)
    {
        var words = text.Split(' ');
        return (
            Enum.Parse<Verdict>(words[0], ignoreCase: true),
            long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture),
            long.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture),
            words.Length > 3 ? words[3] : null);
    }

    private sealed class TlcFactAttribute : FactAttribute
    {
        public TlcFactAttribute() => Skip = Requirement.Skip(
            "tlc",
            TlcTool.Find(null, Environment.GetEnvironmentVariable).Missing is { } missing ? missing + "." : null);
    }
}
