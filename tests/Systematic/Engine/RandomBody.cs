using System.Globalization;
using System.Threading.Channels;
using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>A small program over every primitive, drawn from a seed.</summary>
internal sealed class RandomBody
{
    private const int Resources = 2;

    private readonly Instruction[][] _operations;

    public RandomBody(int seed)
    {
        var random = new Random(seed);
        _operations = new Instruction[random.Next(2, 4)][];
        for (var i = 0; i < _operations.Length; i++)
        {
            _operations[i] = new Instruction[random.Next(1, _operations.Length == 2 ? 5 : 4)];
            for (var j = 0; j < _operations[i].Length; j++)
                _operations[i][j] = (Instruction)((random.Next((int)Instruction.Count) * Resources) + random.Next(Resources));
        }
    }

    /// <summary>An instruction is a multiple of <see cref="Resources"/>, and which resource it uses is added.</summary>
    private enum Instruction
    {
        Read,
        Write,
        Enter,
        Leave,
        Send,
        Receive,
        Pulse,
        Await,
        Yield,
        Delay,
        Choose,
        SetRaw,
        AwaitRaw,
        Cancel,
        EnterCancellable,
        SpawnReader,
        Complete,
        Count,
    }

    public async Task RunAsync(Runtime runtime)
    {
        var world = new World(runtime);
        // A token that is cancelled before anybody looked at it conflicts with everything, so equal schedules would count
        // as different.
        for (var i = 0; i < Resources; i++)
            (await world.Gates[i].EnterAsync(world.Tokens[i].Token)).Dispose();
        var operations = new Task[_operations.Length];
        for (var i = 0; i < operations.Length; i++)
        {
            var program = _operations[i];
            operations[i] = runtime.Spawn($"operation {i}", () => RunAsync(world, program));
        }

        await Task.WhenAll(operations);
    }

    public override string ToString() => string.Join("; ", _operations.Select(o => string.Join(", ", o.Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{(Instruction)((int)i / Resources)} {(int)i % Resources}")))));

    private static async Task RunAsync(World world, Instruction[] program)
    {
        var held = new List<(int Number, Gate.Permit Permit)>();
        foreach (var instruction in program)
            await StepAsync(world, (Instruction)((int)instruction / Resources), (int)instruction % Resources, held);
        foreach (var (_, permit) in held)
            permit.Dispose();
    }

    private static async Task StepAsync(
        World world, Instruction instruction, int number, List<(int Number, Gate.Permit Permit)> held)
    {
        var runtime = world.Runtime;
        switch (instruction)
        {
            case Instruction.Read:
                await runtime.PointAsync(World.Names[number], Access.Read);
                break;
            case Instruction.Write:
                await runtime.PointAsync(World.Names[number]);
                break;
            case Instruction.Enter when held.All(h => h.Number != number):
                held.Add((number, await world.Gates[number].EnterAsync()));
                break;
            case Instruction.Leave when held.Any(h => h.Number == number):
                held.Single(h => h.Number == number).Permit.Dispose();
                held.RemoveAll(h => h.Number == number);
                break;
            case Instruction.Send:
            case Instruction.Receive:
                await SendOrReceiveAsync(world.Mailboxes[number], instruction == Instruction.Send);
                break;
            case Instruction.Pulse:
                world.Signals[number].Pulse();
                break;
            case Instruction.Await:
                await world.Signals[number].WaitAsync(0);
                break;
            case Instruction.Yield:
                await Task.Yield();
                break;
            case Instruction.Delay:
                await Task.Delay(TimeSpan.FromSeconds(1 + number), runtime.Time);
                break;
            case Instruction.Choose when await runtime.ChooseAsync(World.Names[number]) == 1:
                await runtime.PointAsync(World.Names[number]);
                break;
            case Instruction.SetRaw:
                // Whether a source is complete is shared state: it has no label of its own.
                await runtime.PointAsync(World.RawNames[number]);
                world.Raw[number].TrySetResult();
                break;
            case Instruction.AwaitRaw:
                await runtime.PointAsync(World.RawNames[number], Access.Read);
                await world.Raw[number].Task;
                break;
            case Instruction.Cancel:
                await runtime.PointAsync("cancelling");
                world.Cancel(number);
                break;
            case Instruction.EnterCancellable when held.All(h => h.Number != number):
                await EnterAsync(world, number, held);
                break;
            case Instruction.SpawnReader:
                await runtime.Spawn("reader", async () => await runtime.PointAsync(World.Names[number], Access.Read));
                break;
            case Instruction.Complete:
                world.Mailboxes[number].Complete();
                break;
        }
    }

    private static async Task SendOrReceiveAsync(Mailbox<int> mailbox, bool sends)
    {
        try
        {
            if (sends)
                await mailbox.SendAsync(1);
            else
                await mailbox.ReceiveAsync();
        }
        catch (ChannelClosedException)
        {
        }
    }

    private static async Task EnterAsync(World world, int number, List<(int Number, Gate.Permit Permit)> held)
    {
        try
        {
            held.Add((number, await world.Gates[number].EnterAsync(world.Tokens[number].Token)));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>What the operations share.</summary>
    private sealed class World(Runtime runtime)
    {
        public static string[] Names { get; } = ["x", "y"];

        public static string[] RawNames { get; } = ["raw x", "raw y"];

        public Runtime Runtime => runtime;

        public Gate[] Gates { get; } = [runtime.CreateGate("gate 0"), runtime.CreateGate("gate 1", 2)];

        public Mailbox<int>[] Mailboxes { get; } =
            [runtime.CreateMailbox<int>("mailbox 0", 1), runtime.CreateMailbox<int>("mailbox 1", 2)];

        public Signal[] Signals { get; } = [runtime.CreateSignal("signal 0"), runtime.CreateSignal("signal 1")];

        public TaskCompletionSource[] Raw { get; } = [new(), new()];

        public CancellationTokenSource[] Tokens { get; } = [new(), new()];

        public void Cancel(int number) => Tokens[number].Cancel();
    }
}
