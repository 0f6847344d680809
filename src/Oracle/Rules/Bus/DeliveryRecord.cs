namespace Verified.Oracle.Rules.Bus;

/// <summary>What became of one message at one consumer: 80 bytes. Lines are numbered from 1; 0 is none.</summary>
internal struct DeliveryRecord
{
    public const int Bytes = 80;

    public int Message;
    public int Consumer;

    /// <summary>The same message's delivery to another consumer, or −1.</summary>
    public int Next;

    /// <summary>The first delivery's invocation.</summary>
    public uint First;

    /// <summary>The first delivery that took effect, and where it ended, and when (nanoseconds).</summary>
    public uint Effect;
    public uint EffectEnd;
    public long EffectTime;
    public bool HasEffectTime;

    /// <summary>Some delivery certainly had no effect; this is its completion.</summary>
    public uint Failed;

    /// <summary>The first delivery, by invocation, that took effect, or whose outcome is unknown.</summary>
    public uint MayEffect;

    /// <summary>The same, or that was recognised as a duplicate.</summary>
    public uint MaySettle;

    /// <summary>The completion of the first that was recognised as a duplicate.</summary>
    public uint Duplicate;

    /// <summary>The completion of its first acknowledgement.</summary>
    public uint Acknowledged;

    /// <summary>The completion of its dead-lettering, since it was replayed last; whether that is certain.</summary>
    public uint Dead;
    public bool MayBeDead;

    /// <summary>It was a dead letter, and was replayed, or was tried to be.</summary>
    public bool Replayed;

    /// <summary>It is a reply to a saga's coordinator, which dealt with it; the completion of that.</summary>
    public uint Handled;
}
