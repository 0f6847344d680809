using System.Text.Json;

namespace Verified.Tests.Cli;

public sealed class ConformTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Conform_LostEvent_Returns1AndTheWitness()
    {
        var answer = await _tool.RunAsync("conform", History("lost-suffix-convicted"));
        Assert.Equal((1, ""), (answer.Code, answer.Error));
        Assert.Contains("lost-suffix-convicted.ndjson: violates\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\n  no-loss: violates\n    Event 'c'", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conform_SeveralHistories_ReturnsTheWorst()
    {
        var answer = await _tool.RunAsync(
            "conform", History("lost-suffix-acquitted"), History("lost-suffix-convicted"), _tool.Path("nix"));
        Assert.Equal(1, answer.Code);
        Assert.Equal("nix: VOR0101: there is no such file; expected a history file\n", answer.Error);
    }

    [Fact]
    public async Task Conform_NothingReadBack_Returns2()
    {
        var answer = await _tool.RunAsync("conform", History("nothing-read-back"));
        Assert.Equal(2, answer.Code);
    }

    [Fact]
    public async Task Conform_Json_IsOneDocument()
    {
        var answer = await _tool.RunAsync("conform", "--json", History("lost-suffix-convicted"));
        var report = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal("violates", report.GetProperty("verdict").GetString());
        var loss = report.GetProperty("properties").EnumerateArray()
            .Single(p => p.GetProperty("id").GetString() == "no-loss");
        Assert.Equal("violates", loss.GetProperty("verdict").GetString());
        Assert.NotEqual(0, loss.GetProperty("witness").GetArrayLength());
    }

    [Fact]
    public async Task Conform_TruncatedLastLine_IsANote()
    {
        var text = File.ReadAllText(History("lost-suffix-acquitted"));
        var history = _tool.File("cut.ndjson", text + "{\"index\":99,\"ti");
        var answer = await _tool.RunAsync("conform", history);
        Assert.Contains("VOR0119", answer.Output, StringComparison.Ordinal);
        Assert.Equal("", answer.Error);
    }

    [Fact]
    public async Task Conform_EdnByContent_IsRead()
    {
        var history = _tool.File("kafka.log",
            "{:index 0, :time 1, :type :invoke, :process 0, :f :send, :value [[:send \"0\" 1]]}\n"
            + "{:index 1, :time 2, :type :ok, :process 0, :f :send, :value [[:send \"0\" [0 1]]]}\n");
        var answer = await _tool.RunAsync("conform", history);
        Assert.Equal((2, ""), (answer.Code, answer.Error));
        Assert.StartsWith("kafka.log: vacuous\n", answer.Output, StringComparison.Ordinal);
    }

    private static string History(string name) =>
        Path.Combine(Tool.Root, "tests", "Conformance", "histories", "store", name + ".ndjson");
}
