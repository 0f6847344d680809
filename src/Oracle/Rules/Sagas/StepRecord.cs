namespace Verified.Oracle.Rules.Sagas;

/// <summary>One direction of a step: forward, or its compensation. Lines; 0 is none.</summary>
internal struct EffectRecord
{
    /// <summary>The first that took effect: invocation and completion.</summary>
    public uint Invoke;
    public uint End;

    /// <summary>The first, by invocation, that took effect, is open, or whose outcome is unknown.</summary>
    public uint May;

    /// <summary>How many are open, or of unknown outcome.</summary>
    public int Tries;

    public readonly bool IsCertain => End != 0;

    public readonly bool MayBe => May != 0;

    public void Begin(uint invoke)
    {
        Tries++;
        if (May == 0) May = invoke;
    }

    /// <summary>It took effect.</summary>
    public void TakeEffect(uint invoke, uint end)
    {
        Tries--;
        if (IsCertain) return;
        Invoke = invoke;
        End = end;
    }

    /// <summary>It certainly had no effect.</summary>
    public void Fail()
    {
        Tries--;
        if (Tries == 0 && !IsCertain) May = 0;
    }
}

/// <summary>What became of one step of a saga.</summary>
internal struct StepRecord
{
    public const int Bytes = 32;

    public EffectRecord Forward;
    public EffectRecord Back;

    /// <summary>It certainly stands.</summary>
    public readonly bool Stands => Forward.IsCertain && !Back.MayBe;

    /// <summary>It certainly does not stand.</summary>
    public readonly bool DoesNotStand => !Forward.MayBe || Back.IsCertain;
}
