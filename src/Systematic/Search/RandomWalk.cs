namespace Verified.Systematic;

/// <summary>Every flow that may go on is as likely as every other.</summary>
internal sealed class RandomWalk(ulong seed, int faults) : RandomStrategy(seed, faults)
{
    public override int ChooseFlow(Execution execution) => execution.Enabled[Random.Next(execution.EnabledCount)];
}
