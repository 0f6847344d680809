using Verified.Reference;

namespace Verified.Cli;

/// <summary>What must be so once every order has ended: nothing lost, nothing doubled, nothing half done.</summary>
/// <remarks>Independent of the oracle: it counts in the store what the customers were told.</remarks>
internal sealed class OrderAudit(WorkloadPlan plan, IEventStore store, OrderSystem system)
{
    /// <exception cref="WorkloadViolation">Something is lost, doubled or half done.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await DrainAsync(cancellation);
        var book = system.Book.Current.View.Orders;
        foreach (var accepted in HistoryScan.Of(plan.History).AcceptedSagas)
            Demand(book.ContainsKey(new SagaId(accepted[(accepted.IndexOf('-', StringComparison.Ordinal) + 1)..])),
                $"the order '{accepted}' was accepted and is lost");
        foreach (var (order, entry) in book)
            Demand(entry.Status is OrderStatus.Completed or OrderStatus.Cancelled, $"the order '{order}' is left at {entry.Status}");
        foreach (var letters in system.DeadLetters)
            foreach (var letter in await letters.ReadAsync(cancellation))
                throw new WorkloadViolation($"a message was set aside: {letter}");
        var mails = 0;
        await foreach (var recorded in store.ReadAllAsync(ReadDirection.Forwards, 1, cancellationToken: cancellation))
            if (recorded.Event.Type.EndsWith("-mail-sent", StringComparison.Ordinal)) mails++;
        Demand(mails == book.Count, $"{book.Count} orders ended, and {mails} mails were sent");
        await BalanceAsync(book.Values.Where(e => e.Status == OrderStatus.Completed).Select(e => e.Request).ToList(), cancellation);
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(plan.Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await foreach (var last in store.ReadAllAsync(ReadDirection.Backwards, long.MaxValue, 1, either.Token))
                await system.DrainAsync(last.Position, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            var open = system.Overview.Current.View.Open.Keys.Concat(system.ChoreographyOverview.Current.View.Open.Keys);
            throw new WorkloadViolation($"orders have not ended: {string.Join(", ", open)}");
        }

        Demand(system.Overview.Current.View.Parked.IsEmpty, "an order is parked, though no refund fails twice");
    }

    /// <summary>What came in is there, or was sold.</summary>
    private async Task BalanceAsync(List<OrderRequest> sold, CancellationToken cancellation)
    {
        for (var product = 0; product < OrderBookkeeping.Products; product++)
        {
            var name = $"product-{product}";
            var there = await system.Warehouse.ReadAsync(Warehouse.StreamOf(name), cancellation);
            var gone = sold.Where(order => order.Product == name).Sum(order => order.Quantity);
            Demand(there >= 0, $"{-there} units of {name} were sold that are not there");
            Demand((there + gone) % OrderBookkeeping.Units == 0, $"units of {name} appeared or were lost: {there} there, {gone} sold");
        }

        foreach (var customer in sold.Select(order => order.Customer).Distinct())
        {
            var left = await system.Accounts.ReadAsync(Accounts.StreamOf(customer), cancellation);
            var paid = sold.Where(order => order.Customer == customer).Sum(order => order.PriceCents);
            Demand((left + paid) % OrderBookkeeping.Cents == 0, $"money of {customer} appeared or was lost: {left} left, {paid} paid");
        }
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new WorkloadViolation(otherwise);
    }
}

/// <summary>The system under test broke a promise, and the workload saw it.</summary>
internal sealed class WorkloadViolation(string message) : Exception(message);
