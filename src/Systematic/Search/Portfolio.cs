namespace Verified.Systematic;

/// <summary>Several strategies in turn, a schedule each: what one is blind to another may see.</summary>
internal sealed class Portfolio(params Strategy[] strategies) : Strategy
{
    private int _turn = -1;

    private Strategy Current => strategies[_turn];

    public override bool Begin()
    {
        _turn = (_turn + 1) % strategies.Length;
        return Current.Begin();
    }

    public override int ChooseFlow(Execution execution) => Current.ChooseFlow(execution);

    public override int ChooseValue(Execution execution, int alternatives, bool isFault) =>
        Current.ChooseValue(execution, alternatives, isFault);

    public override void Stepped(Execution execution) => Current.Stepped(execution);

    public override void Ended(Execution execution, Outcome outcome) => Current.Ended(execution, outcome);
}
