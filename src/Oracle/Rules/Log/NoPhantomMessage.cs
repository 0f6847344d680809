namespace Verified.Oracle.Rules.Log;

/// <summary>What is polled was sent, and not by a send that failed.</summary>
/// <remarks>Sound: a <c>fail</c> is certain; sends of unknown outcome excuse. Judged after the last operation, so a send that is polled before it completes is excused too.</remarks>
internal sealed class NoPhantomMessage(MessageTable messages) : LogRule(messages), ILogEndRule
{
    public override string Id => "no-phantom";

    public void AtEnd(long unknownPolls)
    {
        for (var slot = 0; slot < Messages.Count; slot++)
        {
            ref var message = ref Messages[slot];
            if (!message.Has(MessageFlags.Observed)) continue;
            Checked++;
            if (message.Invoke == 0)
                Convict([message.SeenBy], $"Index {At(message.SeenBy)} polled a message of key {Key(message.Key)} that nobody sent.");
            else if (!message.Has(MessageFlags.Acknowledged) && !message.Has(MessageFlags.Unknown))
            {
                Convict(
                    [message.Invoke, message.SeenBy],
                    $"Index {At(message.SeenBy)} polled a message of key {Key(message.Key)} whose send (index {At(message.Invoke)}) had failed.");
            }
        }
    }
}
