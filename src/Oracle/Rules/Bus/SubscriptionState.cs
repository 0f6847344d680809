namespace Verified.Oracle.Rules.Bus;

/// <summary>Who is subscribed to what, and since when. Lines; 0 is none.</summary>
/// <remarks>Subscribing and unsubscribing may overlap, and then nobody can tell which came last: a consumer is certainly
/// subscribed only by an operation that began after every attempt to unsubscribe had ended, and the other way round.</remarks>
internal sealed class SubscriptionState(int consumer, bool isFiltered)
{
    private readonly Attempts _subscribing = new();
    private readonly Attempts _unsubscribing = new();

    public int Consumer { get; } = consumer;

    public bool IsFiltered { get; set; } = isFiltered;

    /// <summary>When it last tried to subscribe.</summary>
    public uint SubscribeInvoked { get; private set; }

    /// <summary>Since when it is certainly subscribed.</summary>
    public uint Subscribed => _subscribing.CertainSince;

    /// <summary>It was subscribed when this operation was invoked, and is until now.</summary>
    public bool CertainlySince(uint invoke) => _subscribing.CertainSince is > 0 and var since && since < invoke;

    /// <summary>It was not subscribed when this operation was invoked, nor has it tried to since.</summary>
    public bool CertainlyNotSince(uint invoke) => _unsubscribing.CertainSince is > 0 and var since && since < invoke;

    public void Invoke(bool subscribes, uint line)
    {
        if (subscribes) SubscribeInvoked = line;
        Of(subscribes).Open++;
        Of(!subscribes).CertainSince = 0;
    }

    /// <summary>An attempt has ended; one of unknown outcome never does.</summary>
    public void End(bool subscribes, uint invoke, uint line, bool succeeded)
    {
        var (mine, others) = (Of(subscribes), Of(!subscribes));
        mine.Open--;
        if (!succeeded) return;
        mine.LastEnd = line;
        if (mine.CertainSince == 0 && others.Open == 0 && others.LastEnd < invoke) mine.CertainSince = line;
    }

    private Attempts Of(bool subscribes) => subscribes ? _subscribing : _unsubscribing;

    /// <summary>Attempts of one of the two kinds.</summary>
    private sealed class Attempts
    {
        /// <summary>So many have no end yet.</summary>
        public int Open { get; set; }

        /// <summary>When one last succeeded.</summary>
        public uint LastEnd { get; set; }

        /// <summary>Since when what they do certainly holds; 0: it may not hold.</summary>
        public uint CertainSince { get; set; }
    }
}
