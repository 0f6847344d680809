using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <summary>A property of buses and their consumers. Rules share the <see cref="BusLog"/> and keep little state of their own.</summary>
internal abstract class BusRule(BusLog log) : Rule
{
    protected const string NeedsSharedClock = "the history's clock is not shared: its lines are not in the order of time";
    protected const string NeedsEveryLine = "the history is sampled: lines that would explain it may be missing";

    protected BusLog Log { get; } = log;

    /// <summary>Stands for the id of a message.</summary>
    protected string MessageName(int slot)
    {
        ref var message = ref Log.Messages[slot];
        return FormattableString.Invariant($"{{id@{message.NamedBy}/{message.Ordinal}}}");
    }

    /// <summary>Stands for the name of a consumer.</summary>
    protected string ConsumerName(int consumer) =>
        FormattableString.Invariant($"{{consumer@{Log.Consumers[consumer].NamedBy}}}");
}

/// <summary>Hears of deliveries.</summary>
internal interface IDeliveryRule
{
    /// <summary>A message is handed to a consumer; the record does not hold it yet.</summary>
    void Delivered(Operation operation, in CarriedMessage carried, ref DeliveryRecord delivery)
    {
    }

    /// <summary>A delivery took effect; the record does not hold it yet.</summary>
    void TookEffect(Operation operation, HistoryLine line, in CarriedMessage carried, ref DeliveryRecord delivery)
    {
    }
}

/// <summary>Hears of messages that are acknowledged, and of where messages are.</summary>
internal interface IPublishRule
{
    /// <summary>A publication was acknowledged, and its publisher told how the handlers ended.</summary>
    void OutcomesTold(Operation operation, HistoryLine line)
    {
    }

    /// <summary>A message is said to be somewhere it was not known to be; the log does not hold it yet.</summary>
    /// <param name="slot">The message.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="position">The position.</param>
    /// <param name="occupant">Another message that is known to be there, or −1.</param>
    /// <param name="line">Who says so.</param>
    void Placed(int slot, int partition, long position, int occupant, uint line)
    {
    }
}

/// <summary>Hears of what consumers commit.</summary>
internal interface ICommitRule
{
    void Committed(Operation operation, CursorState cursor, uint line);
}

/// <summary>Looks at every message once, after the last line.</summary>
internal interface IMessageEndRule
{
    void AtEnd(int slot, ref MessageRecord message);
}

/// <summary>Looks at every pair of message and consumer once, after the last line.</summary>
internal interface IDeliveryEndRule
{
    void AtEnd(ref DeliveryRecord delivery);
}

/// <summary>Looks at every cursor once, after the last line.</summary>
internal interface ICursorEndRule
{
    void AtEnd(int consumer, int partition, CursorState cursor);
}
