using System.Diagnostics;
using System.Globalization;
using Verified.Adapters.Sqlite;
using Verified.Tests.Conformance.Worker;
using Xunit.Abstractions;

namespace Verified.Tests.Conformance;

/// <summary>A process that is killed while it writes loses nothing it acknowledged.</summary>
public sealed class SqliteCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 6;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Kill_InTheMiddleOfAppends_KeepsEveryAcknowledgedEvent()
    {
        var seed = Environment.GetEnvironmentVariable("VERIFIED_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount;
        output.WriteLine(
            $"VERIFIED_SEED={seed} dotnet test tests/Conformance --filter {nameof(SqliteCrashTests)}");
        var random = new Random(seed);
        var acknowledged = new List<Acknowledged>();

        for (var run = 0; run < 4; run++)
        {
            // By turns from outside, at any moment, and from inside, on the heels of an acknowledgement.
            acknowledged.AddRange(await RunUntilKilledAsync(run, random.Next(1, 300), bySelf: run % 2 == 1));
            await VerifyAsync(acknowledged, runs: run + 1);
        }
    }

    /// <summary>A pair of events that the killed process was told is durable.</summary>
    private sealed record Acknowledged(string Stream, long Version, string Prefix);

    private async Task<List<Acknowledged>> RunUntilKilledAsync(int run, int lines, bool bySelf)
    {
        using var worker = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                typeof(AppendLoop).Assembly.Location,
                _directory.File(), $"{run}", $"{Writers}", bySelf ? $"{lines}" : "0",
            ])
        {
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new List<Acknowledged>();
        while (await worker.StandardOutput.ReadLineAsync().WaitAsync(Sample.Hang) is { } line)
        {
            acknowledged.Add(Parse(line));
            if (!bySelf && acknowledged.Count == lines)
                worker.Kill(); // SIGKILL; what it had printed by then is still read
        }

        await worker.WaitForExitAsync().WaitAsync(Sample.Hang);
        Assert.True(acknowledged.Count >= lines, "the worker ended by itself");
        return acknowledged;
    }

    private static Acknowledged Parse(string line)
    {
        var parts = line.Split(' ');
        return new Acknowledged(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }

    private async Task VerifyAsync(List<Acknowledged> acknowledged, int runs)
    {
        await using var store = await SqliteEventStore.OpenAsync(_directory.File());
        var log = await store.LogAsync();
        EventStoreContract.AssertWellFormed(log, log.Count);
        var byId = log.ToDictionary(e => e.Event.Id.Value, e => (e.Stream.Value, e.Version));
        foreach (var (stream, version, prefix) in acknowledged)
        {
            Assert.Equal((stream, version), byId[$"{prefix}-a"]);
            Assert.Equal((stream, version + 1), byId[$"{prefix}-b"]);
        }

        // Whole batches only; and beyond what was acknowledged, no more than was under way at each kill.
        Assert.All(log.Chunk(2), pair => Assert.Equal(
            pair[0].Event.Id.Value.Replace("-a", "-b", StringComparison.Ordinal), pair[1].Event.Id.Value));
        Assert.InRange(log.Count / 2, acknowledged.Count, acknowledged.Count + (runs * Writers));
        Assert.Equal("ok", SqliteFile.Scalar(_directory.File(), "PRAGMA integrity_check"));
    }
}
