using System.Runtime.CompilerServices;
using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>A report names the line on which an operation awaits.</summary>
public sealed class AwaitSiteTests
{
    [Fact]
    public async Task Point_HasTheLineOfItsAwait()
    {
        var lines = new List<int>();
        await AssertToldAsync(lines, async runtime =>
        {
            lines.Clear();
            if (lines.Count > 0)
                await runtime.PointAsync("never");
            lines.Add(Next());
            await runtime.PointAsync("x");
            for (var i = 0; i < 2; i++)
            {
                lines.Add(Next());
                await runtime.PointAsync("x");
            }

            try
            {
                lines.Add(Next());
                await runtime.PointAsync("x");
            }
            finally
            {
                lines.Add(Next());
                await runtime.PointAsync("x");
            }
        });
    }

    [Fact]
    public async Task Point_BehindAWrapper_HasTheLineOfTheWrappersAwait()
    {
        var lines = new List<int>();
        await AssertToldAsync(lines, async runtime =>
        {
            lines.Clear();
            lines.Add(Next());
            await WrappedAsync(runtime);
            lines.Add(Next());
            await WrappedAsync(runtime).AsTask();
        });

        static ValueTask WrappedAsync(Runtime runtime) => runtime.PointAsync("x");
    }

    [Fact]
    public async Task Point_InAnIterator_HasTheLineOfItsAwait()
    {
        var lines = new List<int>();
        await AssertToldAsync(lines, async runtime =>
        {
            lines.Clear();
            await foreach (var _ in StepsAsync(runtime))
            {
                lines.Add(Next());
                await runtime.PointAsync("x");
            }
        });

        async IAsyncEnumerable<int> StepsAsync(Runtime runtime)
        {
            lines.Add(Next());
            await runtime.PointAsync("x");
            yield return 1;
            yield return 2;
            lines.Add(Next());
            await runtime.PointAsync("x");
            yield return 3;
        }
    }

    [Fact]
    public async Task Point_WithinTheSeam_HasTheLineOfWhoAwaitsTheSeam()
    {
        var lines = new List<int>();
        await AssertToldAsync(lines, async runtime =>
        {
            lines.Clear();
            var mailbox = runtime.CreateMailbox<int>("m", 4);
            mailbox.TrySend(1);
            mailbox.TrySend(2);
            mailbox.Complete();
            lines.AddRange(Next(), Next());
            await foreach (var _ in mailbox.ReceiveAllAsync())
            {
            }
        });
    }

    /// <summary>The line after the caller's.</summary>
    private static int Next([CallerLineNumber] int line = 0) => line + 1;

    private static async Task AssertToldAsync(List<int> lines, Func<Runtime, Task> body)
    {
        var found = await SystematicTest.ExploreAsync("lines", async runtime =>
        {
            await body(runtime);
            throw new InvalidDataException("told");
        });
        Assert.Equal(
            lines.Select(line => $"AwaitSiteTests.cs:{line}"),
            found.Failure!.Schedule.Split(Environment.NewLine)[1..]
                .Where(line => !line.EndsWith("goes on", StringComparison.Ordinal))
                .Select(line => line[(line.LastIndexOf(' ') + 1)..]));
    }
}
