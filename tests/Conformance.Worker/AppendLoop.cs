using System.Diagnostics;
using System.Globalization;
using Verified.Adapters.Sqlite;
using Verified.Reference;

namespace Verified.Tests.Conformance.Worker;

/// <summary>Appends pairs of events from several writers until it is killed, and prints each pair that was
/// acknowledged: <c>stream version id-prefix</c>.</summary>
/// <remarks>Arguments: the file, a name for this run that no other run on the file has, the number of writers, and
/// after how many acknowledgements it kills itself, at once, as no other process could; 0 for never.</remarks>
public static class AppendLoop
{
    private static readonly Lock s_output = new();
    private static readonly Process s_self = Process.GetCurrentProcess();
    private static int s_acknowledgementsLeft;

    public static async Task Main(string[] arguments)
    {
        var (path, run, writers) = (arguments[0], arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture));
        s_acknowledgementsLeft = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        await using var store = await SqliteEventStore.OpenAsync(path);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => RunAsync(store, run, writer)));
    }

    private static async Task RunAsync(SqliteEventStore store, string run, int writer)
    {
        var stream = new StreamId($"s{writer % 3}");
        for (var i = 0; ; i++)
        {
            var prefix = $"{run}-{writer}-{i}";
            var result = await store.AppendAsync(
                stream, new ExpectedVersion.Any(), [Event($"{prefix}-a"), Event($"{prefix}-b")]);
            var appended = (AppendResult.Appended)result;
            lock (s_output)
            {
                Console.Out.WriteLine($"{stream} {appended.FirstVersion} {prefix}");
                Console.Out.Flush();
                if (--s_acknowledgementsLeft == 0)
                    s_self.Kill();
            }
        }
    }

    private static EventData Event(string id) =>
        new(new EventId(id), "t", new byte[id.Length * 20], ReadOnlyMemory<byte>.Empty);
}
