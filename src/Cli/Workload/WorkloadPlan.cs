using System.Globalization;

namespace Verified.Cli;

/// <summary>What a workload does, the same for every process that does a part of it.</summary>
internal sealed record WorkloadPlan
{
    /// <summary>The history to record.</summary>
    public required string History { get; init; }

    /// <summary>The SQLite file; null is the store in memory.</summary>
    public string? Database { get; init; }

    /// <summary>The folder where subscribers keep their checkpoints.</summary>
    public required string Checkpoints { get; init; }

    /// <summary>Decides what is done; not how the operating system interleaves it.</summary>
    public int Seed { get; init; }

    /// <summary>Clients that append at the same time.</summary>
    public int Writers { get; init; } = 4;

    /// <summary>Subscriptions that follow the log.</summary>
    public int Subscribers { get; init; } = 2;

    /// <summary>Appends of the whole workload, about.</summary>
    public int Appends { get; init; } = 2_000;

    /// <summary>Orders that customers place, about; 0 is no customers.</summary>
    public int Orders { get; init; } = 40;

    /// <summary>How long an order, and the end of all of them, may take; 2 minutes by default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the process is killed.</summary>
    public int Kills { get; init; } = 3;

    /// <summary>Which part this is: how many kills came before it.</summary>
    public int Segment { get; init; }

    /// <summary>The part after which everything is read back.</summary>
    public bool IsLast => Segment == Kills;

    /// <summary>Appends of one part, about.</summary>
    public int SegmentAppends => Math.Max(1, Appends / (Kills + 1));

    /// <summary>Orders of one part, about.</summary>
    public int SegmentOrders => Orders == 0 ? 0 : Math.Max(1, Orders / (Kills + 1));

    /// <summary>The same randomness for the same part and actor.</summary>
    public Random RandomFor(int actor) => new(unchecked((((Seed * 31) + Segment) * 31) + actor));

    /// <summary>As arguments of the command that does one part of it.</summary>
    public string[] ToArguments() =>
    [
        History, Database ?? "", Checkpoints, Text(Seed), Text(Writers), Text(Subscribers), Text(Appends), Text(Kills),
        Text(Segment), Text(Orders),
    ];

    /// <summary>From the arguments of that command.</summary>
    public static WorkloadPlan Parse(string[] arguments) => new()
    {
        History = arguments[0],
        Database = arguments[1].Length == 0 ? null : arguments[1],
        Checkpoints = arguments[2],
        Seed = Number(arguments[3]),
        Writers = Number(arguments[4]),
        Subscribers = Number(arguments[5]),
        Appends = Number(arguments[6]),
        Kills = Number(arguments[7]),
        Segment = Number(arguments[8]),
        Orders = Number(arguments[9]),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
