------------------------------ MODULE EventBus ------------------------------
(***************************************************************************)
(* The event bus: publishing, handlers, and a bound on how many run at     *)
(* once.                                                                   *)
(*                                                                         *)
(* Who publishes an event asks the middleware first, which may refuse it:  *)
(* a veto.  A refused event leaves nothing behind.  One that passes is     *)
(* stored, and with it, in the same step, a run for every handler that is  *)
(* subscribed at that moment: the duty to dispatch it.  Then publishing is *)
(* over; it does not wait for handlers.  Who subscribes later gets later   *)
(* events, and who unsubscribes still gets what was published before.      *)
(*                                                                         *)
(* A handler runs when it gets one of a fixed number of permits, and it    *)
(* ends in success or in failure.  Each run has its own end.  So the       *)
(* outcome of an event is a vector, one entry for each handler that        *)
(* matched, and no failure hides in it or reaches another entry.           *)
(*                                                                         *)
(* A handler may publish an event itself, and may want to wait until all   *)
(* that this event sets off is over.  There lies the danger: what it waits *)
(* for needs permits too.  If it kept its own while it waits, a few such   *)
(* handlers would hold them all, and wait for ever.  So it gives its       *)
(* permit back before it waits, and takes one again before it goes on.     *)
(*                                                                         *)
(* Source: the observer of an event-driven system in which handlers        *)
(* publish (nested publishing); nested waits on a bounded resource, "hold  *)
(* and wait" among the conditions for deadlock of Coffman, Elphick and     *)
(* Shoshani (1971).                                                        *)
(*                                                                         *)
(* Abstracted: content; which subscriptions match an event (whoever is     *)
(* subscribed matches; since anybody may come and go at any time, any set  *)
(* of handlers is matched by some event); what the middleware objects to;  *)
(* retries of what failed (Delivery.tla); crashes: events and runs are     *)
(* stored together, so after a crash a run begins again.  A handler that   *)
(* publishes without waiting is no different from two parties.             *)
(*                                                                         *)
(* Safety: OutcomePerMatchInv, IsolationInv, VetoStoresNothingInv,         *)
(* PermitsInv.                                                             *)
(*                                                                         *)
(* Liveness: every run of a published event ends (PublishedIsHandled), so  *)
(* nesting never deadlocks.  It needs that a run starts when there are     *)
(* permits, a handler ends once it runs, and goes on when what it waits    *)
(* for is over: weak fairness of StartHandler, of either end, and of       *)
(* Resume.  Weak suffices: each run starts, nests and ends a bounded       *)
(* number of times, so the others can take the permits away from a run     *)
(* only so often.  It does not need that anybody subscribes, publishes, or *)
(* stops doing so.                                                         *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Handlers,    \* Names of handlers.
  Events,      \* Identities of events; each is published once at most.
  MaxPermits,  \* How many handlers may run at once.
  Variant      \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "HoldPermit": a handler keeps its permit while it waits for what it     *)
(* published.                                                              *)
(*                                                                         *)
(* "SwallowFailure": a failure is caught and forgotten; its entry is       *)
(* missing.                                                                *)
(*                                                                         *)
(* "StopAtFailure": handlers are called one behind the other, and the      *)
(* first failure ends it for those that did not start.                     *)
(*                                                                         *)
(* "StoreThenAsk": the event is stored before the middleware is asked.     *)
(***************************************************************************)
Variants == {"Correct", "HoldPermit", "SwallowFailure", "StopAtFailure", "StoreThenAsk"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Handlers)
  /\ IsFiniteSet(Events)
  /\ MaxPermits \in Nat \ {0}
  /\ Variant \in Variants

-----------------------------------------------------------------------------
(* What becomes of a run.                                                  *)

Due              == [kind |-> "Due"]
Running          == [kind |-> "Running"]
WaitingFor(event) == [kind |-> "WaitingFor", event |-> event]
Ended(outcome)   == [kind |-> "Ended", outcome |-> outcome]

Outcomes == {"Succeeded", "Failed"}

Runs == {Due, Running} \cup {WaitingFor(event) : event \in Events}
          \cup {Ended(outcome) : outcome \in Outcomes}

-----------------------------------------------------------------------------

VARIABLES
  subscribed,  \* The handlers that are subscribed now.
  stored,      \* The events that were published: the log.
  vetoed,      \* The events that the middleware refused.
  runs,        \* For each event, a run for each handler that has to handle it.
  permits,     \* The permits that nobody holds.

  \* History.
  matched,     \* For each event, who was subscribed when it was published.
  ends         \* How each handler itself ended: its event, its name, its outcome.

vars == <<subscribed, stored, vetoed, runs, permits, matched, ends>>

TypeOK ==
  /\ subscribed \subseteq Handlers
  /\ stored \subseteq Events
  /\ vetoed \subseteq Events
  /\ DOMAIN runs = Events
  /\ \A event \in Events :
       /\ DOMAIN runs[event] \subseteq Handlers
       /\ \A handler \in DOMAIN runs[event] : runs[event][handler] \in Runs
  /\ permits \in 0 .. MaxPermits
  /\ matched \in [Events -> SUBSET Handlers]
  /\ ends \subseteq [event : Events, handler : Handlers, outcome : Outcomes]

IsNew(event) == event \notin stored \cup vetoed

(* The run of this handler for this event is in this state.                *)
Is(event, handler, run) == handler \in DOMAIN runs[event] /\ runs[event][handler] = run

HasEnded(event, handler) == runs[event][handler].kind = "Ended"

(* Every run of the event is over.                                         *)
IsHandled(event) == \A handler \in DOMAIN runs[event] : HasEnded(event, handler)

(* A run for each handler that is subscribed, all of them due.             *)
Duties == [handler \in subscribed |-> Due]

(* Stores the event and the duty to dispatch it.                           *)
Stores(event) ==
  /\ stored' = stored \cup {event}
  /\ matched' = [matched EXCEPT ![event] = subscribed]

(* What the failure of a handler does to the runs of its event.            *)
AfterFailure(event, handler) ==
  CASE Variant = "SwallowFailure" ->
         [other \in DOMAIN runs[event] \ {handler} |-> runs[event][other]]
    [] Variant = "StopAtFailure" ->
         [other \in DOMAIN runs[event] |->
            IF other = handler \/ runs[event][other] = Due
              THEN Ended("Failed")
              ELSE runs[event][other]]
    [] OTHER -> [runs[event] EXCEPT ![handler] = Ended("Failed")]

-----------------------------------------------------------------------------

Init ==
  /\ subscribed = {}
  /\ stored = {}
  /\ vetoed = {}
  /\ runs = [event \in Events |-> [none \in {} |-> Due]]
  /\ permits = MaxPermits
  /\ matched = [event \in Events |-> {}]
  /\ ends = {}

-----------------------------------------------------------------------------
(* Subscribers and publishers.                                             *)

Subscribe(handler) ==
  /\ handler \notin subscribed
  /\ subscribed' = subscribed \cup {handler}
  /\ UNCHANGED <<stored, vetoed, runs, permits, matched, ends>>

Unsubscribe(handler) ==
  /\ handler \in subscribed
  /\ subscribed' = subscribed \ {handler}
  /\ UNCHANGED <<stored, vetoed, runs, permits, matched, ends>>

(* Publishes an event that the middleware lets pass.                       *)
Publish(event) ==
  /\ IsNew(event)
  /\ Stores(event)
  /\ runs' = [runs EXCEPT ![event] = Duties]                       \* OutcomePerMatchInv
  /\ UNCHANGED <<subscribed, vetoed, permits, ends>>

(* The middleware refuses an event, whoever publishes it.                  *)
Veto(event) ==
  /\ IsNew(event)
  /\ vetoed' = vetoed \cup {event}
  /\ IF Variant = "StoreThenAsk"
       THEN Stores(event)
       ELSE UNCHANGED <<stored, matched>>                          \* VetoStoresNothingInv
  /\ UNCHANGED <<subscribed, runs, permits, ends>>

-----------------------------------------------------------------------------
(* Handlers.                                                               *)

(* Takes a permit and runs.                                                *)
StartHandler(event, handler) ==
  /\ Is(event, handler, Due)
  /\ permits > 0                                                   \* PermitsInv
  /\ runs' = [runs EXCEPT ![event][handler] = Running]
  /\ permits' = permits - 1
  /\ UNCHANGED <<subscribed, stored, vetoed, matched, ends>>

(* A handler publishes an event and waits until it is handled, without a   *)
(* permit.                                                                 *)
PublishNested(event, handler, nested) ==
  /\ Is(event, handler, Running)
  /\ IsNew(nested)
  /\ Stores(nested)
  /\ runs' = [runs EXCEPT ![event][handler] = WaitingFor(nested), ![nested] = Duties]
  /\ permits' = IF Variant = "HoldPermit" THEN permits ELSE permits + 1  \* no hold and wait
  /\ UNCHANGED <<subscribed, vetoed, ends>>

(* What the handler waits for is over; it takes a permit and goes on.      *)
Resume(event, handler, nested) ==
  /\ Is(event, handler, WaitingFor(nested))
  /\ IsHandled(nested)
  /\ permits > 0 \/ Variant = "HoldPermit"                         \* PermitsInv
  /\ runs' = [runs EXCEPT ![event][handler] = Running]
  /\ permits' = IF Variant = "HoldPermit" THEN permits ELSE permits - 1
  /\ UNCHANGED <<subscribed, stored, vetoed, matched, ends>>

HandlerSucceeds(event, handler) ==
  /\ Is(event, handler, Running)
  /\ runs' = [runs EXCEPT ![event][handler] = Ended("Succeeded")]
  /\ permits' = permits + 1
  /\ ends' = ends \cup {[event |-> event, handler |-> handler, outcome |-> "Succeeded"]}
  /\ UNCHANGED <<subscribed, stored, vetoed, matched>>

HandlerFails(event, handler) ==
  /\ Is(event, handler, Running)
  /\ runs' = [runs EXCEPT ![event] = AfterFailure(event, handler)]  \* IsolationInv
  /\ permits' = permits + 1
  /\ ends' = ends \cup {[event |-> event, handler |-> handler, outcome |-> "Failed"]}
  /\ UNCHANGED <<subscribed, stored, vetoed, matched>>

-----------------------------------------------------------------------------

Next ==
  \/ \E handler \in Handlers : Subscribe(handler)
  \/ \E handler \in Handlers : Unsubscribe(handler)
  \/ \E event \in Events : Publish(event)
  \/ \E event \in Events : Veto(event)
  \/ \E event \in Events, handler \in Handlers : StartHandler(event, handler)
  \/ \E event \in Events, handler \in Handlers, nested \in Events :
       PublishNested(event, handler, nested)
  \/ \E event \in Events, handler \in Handlers, nested \in Events :
       Resume(event, handler, nested)
  \/ \E event \in Events, handler \in Handlers : HandlerSucceeds(event, handler)
  \/ \E event \in Events, handler \in Handlers : HandlerFails(event, handler)

Fairness ==
  \A event \in Events, handler \in Handlers :
    /\ WF_vars(StartHandler(event, handler))
    /\ WF_vars(HandlerSucceeds(event, handler) \/ HandlerFails(event, handler))
    /\ WF_vars(\E nested \in Events : Resume(event, handler, nested))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What publishers and handlers may rely on.                               *)

(* One run, and in the end one outcome, for each handler that matched, and *)
(* none for others.                                                        *)
OutcomePerMatchInv == \A event \in Events : DOMAIN runs[event] = matched[event]

(* The outcome of a handler is its own: it ended itself, and like this,    *)
(* whatever the others did.                                                *)
IsolationInv ==
  \A event \in Events : \A handler \in DOMAIN runs[event] : \A outcome \in Outcomes :
    runs[event][handler] = Ended(outcome)
      => [event |-> event, handler |-> handler, outcome |-> outcome] \in ends

(* Of a refused event nothing is stored, and nobody hears of it.           *)
VetoStoresNothingInv ==
  \A event \in vetoed : event \notin stored /\ DOMAIN runs[event] = {}

(* Each permit is free or with one handler that runs.                      *)
PermitsInv ==
  LET holders == {<<event, handler>> \in Events \X Handlers :
                    \/ Is(event, handler, Running)
                    \/ /\ Variant = "HoldPermit"
                       /\ \E nested \in Events : Is(event, handler, WaitingFor(nested))}
  IN  permits + Cardinality(holders) = MaxPermits

(* Every handler of a published event ends.                                *)
PublishedIsHandled == \A event \in Events : event \in stored ~> IsHandled(event)

=============================================================================
