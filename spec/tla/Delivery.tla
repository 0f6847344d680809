------------------------------ MODULE Delivery ------------------------------
(***************************************************************************)
(* Delivery at least once, and an effect that happens exactly once.        *)
(*                                                                         *)
(* A broker leases a message to a worker and waits for the                 *)
(* acknowledgement.  If none comes in time, it leases the message again.   *)
(* It cannot tell a worker that died before its work from one that died    *)
(* after it, nor from one that is slow and still busy.  So a message may   *)
(* be handled again, after its effect or at the same time as it, by the    *)
(* same worker or by another one.                                          *)
(*                                                                         *)
(* The worker makes this harmless with one transaction of its own          *)
(* database.  The transaction holds the effect, the id of the message in a *)
(* table of ids (the inbox, whose ids are unique), and what the effect has *)
(* to say to others (the outbox).  A second handling finds the id and      *)
(* leaves no trace.  The message is acknowledged after the transaction,    *)
(* never before.  A relay publishes what is in the outbox, at least once,  *)
(* and the next consumer has an inbox too: delivery chains end to end.     *)
(*                                                                         *)
(* A message that was delivered too often is set aside: it becomes a dead  *)
(* letter.  That says nothing about its effect.  The last worker may have  *)
(* died between its transaction and its acknowledgement, so a replay of    *)
(* dead letters goes through the queue and the inbox like any other        *)
(* delivery.                                                               *)
(*                                                                         *)
(* An id may leave the inbox when its message can no longer arrive, and    *)
(* the rule speaks of one id at a time.  In a running system that is an    *)
(* expiry for each id, longer than the time in which a message can be      *)
(* delivered again.                                                        *)
(*                                                                         *)
(* Source: at-least-once delivery with visibility time-outs as queue       *)
(* services offer it; the idempotent receiver (Hohpe and Woolf, 2003);     *)
(* "Life beyond Distributed Transactions" (Helland, 2007); the             *)
(* transactional outbox.                                                   *)
(*                                                                         *)
(* Abstracted: content; the order of the queue (any waiting message may be *)
(* next); producers (all messages are there from the start); time (a lease *)
(* may run out at any moment, so also too early).  A handler that fails    *)
(* rolls its transaction back and is to the broker the same as a worker    *)
(* that died: Crash.  A late acknowledgement is honoured as long as the    *)
(* message is not set aside.  The transaction commits atomically: that is  *)
(* the database's duty.                                                    *)
(*                                                                         *)
(* Safety: AtMostOneEffectInv, AckImpliesEffectInv, OutboxIffEffectInv.    *)
(*                                                                         *)
(* Liveness: every message settles, acknowledged or dead, for good         *)
(* (MessagesSettle); what is in the outbox is sent (OutboxIsRelayed).      *)
(* Both need that workers, the clock of the broker, and the relay go on:   *)
(* weak fairness of what they do, none of what goes wrong.  Weak suffices. *)
(* Deliveries and replays are counted and bounded, hence so are crashes    *)
(* and leases that run out: nothing can take a worker away from its        *)
(* message, or a message from the queue, again and again for ever.         *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Messages,       \* Identities of messages.
  Workers,        \* Workers of one consumer; they share its database.
  MaxDeliveries,  \* How often a message is delivered before it is set aside.
  MaxReplays,     \* How often dead letters are replayed: the patience of an operator.
  MaxSends,       \* How often the relay may send one message: 1, and its failures.
  Variant         \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "CheckThenAct": the inbox is looked at first, and marked after the      *)
(* effect, each in a step of its own.  A second worker fits between, or a  *)
(* crash.                                                                  *)
(*                                                                         *)
(* "ClaimFirst": the inbox is marked before the effect, so that no second  *)
(* worker fits between.  A crash does, and the message is taken for done.  *)
(*                                                                         *)
(* "OneExpiry": the ids are kept as one set with one expiry.  When its     *)
(* oldest id may go, all go.                                               *)
(*                                                                         *)
(* "DualWrite": the message for others is written after the transaction,   *)
(* not in it.                                                              *)
(***************************************************************************)
Variants == {"Correct", "CheckThenAct", "ClaimFirst", "OneExpiry", "DualWrite"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Messages)
  /\ IsFiniteSet(Workers)
  /\ MaxDeliveries \in Nat \ {0}
  /\ MaxReplays \in Nat
  /\ MaxSends \in Nat \ {0}
  /\ Variant \in Variants

-----------------------------------------------------------------------------
(* What a worker is doing.                                                 *)

Idle == [kind |-> "Idle"]

Received(message) == [kind |-> "Received", message |-> message]

(* The inbox, the effect and the outbox are done; the acknowledgement is due. *)
Handled(message) == [kind |-> "Handled", message |-> message]

(* Between the steps of a mistake: the effect is due; the mark is due; the *)
(* record for the outbox is due.                                           *)
Checked(message)  == [kind |-> "Checked", message |-> message]
Unmarked(message) == [kind |-> "Unmarked", message |-> message]
Unsaid(message)   == [kind |-> "Unsaid", message |-> message]

WorkerStates ==
  {Idle} \cup UNION {{Received(message), Handled(message), Checked(message),
                      Unmarked(message), Unsaid(message)} : message \in Messages}

-----------------------------------------------------------------------------

VARIABLES
  \* The broker.
  place,       \* Where each message is: "Queued", "Leased" to a worker, "Acked", or "Dead".
  deliveries,  \* How often each message was delivered since it was queued or replayed.
  replays,     \* How often dead letters were replayed.

  \* The workers. A crash takes what a worker knows.
  workers,     \* What each worker is doing.

  \* The database of the consumer, and the relay. It survives crashes.
  inbox,       \* The ids of the messages that were handled.
  effects,     \* How often the effect of each message took place.
  outbox,      \* The messages whose word to others is yet to be sent.
  sends        \* How often that word was sent, for each message.

broker   == <<place, deliveries, replays>>
database == <<inbox, effects, outbox, sends>>
vars     == <<place, deliveries, replays, workers, inbox, effects, outbox, sends>>

TypeOK ==
  /\ place \in [Messages -> {"Queued", "Leased", "Acked", "Dead"}]
  /\ deliveries \in [Messages -> 0 .. MaxDeliveries]
  /\ replays \in 0 .. MaxReplays
  /\ workers \in [Workers -> WorkerStates]
  /\ inbox \subseteq Messages
  /\ effects \in [Messages -> Nat]
  /\ outbox \subseteq Messages
  /\ sends \in [Messages -> 0 .. MaxSends]

Holds(worker, message) == workers[worker] # Idle /\ workers[worker].message = message

(* No worker has the message and none can get it any more.                 *)
IsBeyondRedelivery(message) ==
  place[message] = "Acked" /\ \A worker \in Workers : ~ Holds(worker, message)

Goes(worker, to) == workers' = [workers EXCEPT ![worker] = to]

-----------------------------------------------------------------------------

Init ==
  /\ place = [message \in Messages |-> "Queued"]
  /\ deliveries = [message \in Messages |-> 0]
  /\ replays = 0
  /\ workers = [worker \in Workers |-> Idle]
  /\ inbox = {}
  /\ effects = [message \in Messages |-> 0]
  /\ outbox = {}
  /\ sends = [message \in Messages |-> 0]

-----------------------------------------------------------------------------
(* The broker.                                                             *)

(* Leases a waiting message to a worker.                                   *)
Receive(worker, message) ==
  /\ workers[worker] = Idle
  /\ place[message] = "Queued"
  /\ deliveries[message] < MaxDeliveries  \* else it is set aside
  /\ place' = [place EXCEPT ![message] = "Leased"]
  /\ deliveries' = [deliveries EXCEPT ![message] = @ + 1]
  /\ Goes(worker, Received(message))
  /\ UNCHANGED <<replays, database>>

(* The lease runs out, whether the worker died or is only slow.            *)
TimeOut(message) ==
  /\ place[message] = "Leased"
  /\ place' = [place EXCEPT ![message] = "Queued"]
  /\ UNCHANGED <<deliveries, replays, workers, database>>

(* Sets a message aside that was delivered too often.                      *)
DeadLetter(message) ==
  /\ place[message] = "Queued"
  /\ deliveries[message] = MaxDeliveries
  /\ place' = [place EXCEPT ![message] = "Dead"]
  /\ UNCHANGED <<deliveries, replays, workers, database>>

(* Replays a dead letter: back to the queue, and so through the inbox.     *)
ReplayDeadLetter(message) ==
  /\ place[message] = "Dead"
  /\ replays < MaxReplays
  /\ place' = [place EXCEPT ![message] = "Queued"]
  /\ deliveries' = [deliveries EXCEPT ![message] = 0]
  /\ replays' = replays + 1
  /\ UNCHANGED <<workers, database>>

-----------------------------------------------------------------------------
(* The workers.                                                            *)

(* Handles a message in one transaction. An id that is in the inbox fails  *)
(* to be unique, which rolls all of it back.                               *)
Handle(worker) ==
  LET message == workers[worker].message
  IN  /\ workers[worker].kind = "Received"
      /\ Variant \notin {"CheckThenAct", "ClaimFirst"}
      /\ IF message \in inbox
           THEN UNCHANGED <<inbox, effects, outbox>>               \* AtMostOneEffectInv
           ELSE /\ inbox' = inbox \cup {message}
                /\ effects' = [effects EXCEPT ![message] = @ + 1]
                /\ outbox' = IF Variant = "DualWrite"
                               THEN outbox
                               ELSE outbox \cup {message}          \* OutboxIffEffectInv
      /\ Goes(worker, IF Variant = "DualWrite" /\ message \notin inbox
                        THEN Unsaid(message)
                        ELSE Handled(message))
      /\ UNCHANGED <<broker, sends>>

(* Acknowledges what was handled. The broker takes it from any worker that *)
(* had the message, also after the lease.                                  *)
Acknowledge(worker) ==
  LET message == workers[worker].message
  IN  /\ workers[worker].kind = "Handled"                          \* AckImpliesEffectInv
      /\ place' = IF place[message] = "Dead" THEN place ELSE [place EXCEPT ![message] = "Acked"]
      /\ Goes(worker, Idle)
      /\ UNCHANGED <<deliveries, replays, database>>

(* A worker dies, at any time, and another one starts in its place.        *)
Crash(worker) ==
  /\ workers[worker] # Idle
  /\ Goes(worker, Idle)
  /\ UNCHANGED <<broker, database>>

(* The id of a message that cannot arrive any more leaves the inbox.       *)
ExpireId(message) ==
  /\ message \in inbox
  /\ IsBeyondRedelivery(message)                                   \* AtMostOneEffectInv
  /\ inbox' = IF Variant = "OneExpiry" THEN {} ELSE inbox \ {message}
  /\ UNCHANGED <<broker, workers, effects, outbox, sends>>

-----------------------------------------------------------------------------
(* The relay.                                                              *)

(* Sends what is in the outbox. It may fail before it can note that it did, *)
(* and sends again.                                                        *)
Send(message) ==
  /\ message \in outbox
  /\ sends[message] < MaxSends
  /\ sends' = [sends EXCEPT ![message] = @ + 1]
  /\ UNCHANGED <<broker, workers, inbox, effects, outbox>>

(* Notes that it was sent.                                                 *)
MarkSent(message) ==
  /\ message \in outbox
  /\ sends[message] > 0
  /\ outbox' = outbox \ {message}
  /\ UNCHANGED <<broker, workers, inbox, effects, sends>>

-----------------------------------------------------------------------------
(* The mistakes: what Handle does in one step, in two or three.            *)

(* Looks for the id; the mistake "ClaimFirst" also marks it, at once.      *)
CheckInbox(worker) ==
  LET message == workers[worker].message
  IN  /\ workers[worker].kind = "Received"
      /\ Variant \in {"CheckThenAct", "ClaimFirst"}
      /\ inbox' = IF Variant = "ClaimFirst" THEN inbox \cup {message} ELSE inbox
      /\ Goes(worker, IF message \in inbox THEN Handled(message) ELSE Checked(message))
      /\ UNCHANGED <<broker, effects, outbox, sends>>

ActOnCheck(worker) ==
  LET message == workers[worker].message
  IN  /\ workers[worker].kind = "Checked"
      /\ effects' = [effects EXCEPT ![message] = @ + 1]
      /\ outbox' = outbox \cup {message}
      /\ Goes(worker, IF Variant = "ClaimFirst" THEN Handled(message) ELSE Unmarked(message))
      /\ UNCHANGED <<broker, inbox, sends>>

MarkInbox(worker) ==
  LET message == workers[worker].message
  IN  /\ workers[worker].kind = "Unmarked"
      /\ inbox' = inbox \cup {message}
      /\ Goes(worker, Handled(message))
      /\ UNCHANGED <<broker, effects, outbox, sends>>

WriteOutbox(worker) ==
  LET message == workers[worker].message
  IN  /\ workers[worker].kind = "Unsaid"
      /\ outbox' = outbox \cup {message}
      /\ Goes(worker, Handled(message))
      /\ UNCHANGED <<broker, inbox, effects, sends>>

-----------------------------------------------------------------------------

Next ==
  \/ \E worker \in Workers, message \in Messages : Receive(worker, message)
  \/ \E message \in Messages : TimeOut(message)
  \/ \E message \in Messages : DeadLetter(message)
  \/ \E message \in Messages : ReplayDeadLetter(message)
  \/ \E worker \in Workers : Handle(worker)
  \/ \E worker \in Workers : Acknowledge(worker)
  \/ \E worker \in Workers : Crash(worker)
  \/ \E message \in Messages : ExpireId(message)
  \/ \E message \in Messages : Send(message)
  \/ \E message \in Messages : MarkSent(message)
  \/ \E worker \in Workers : CheckInbox(worker)
  \/ \E worker \in Workers : ActOnCheck(worker)
  \/ \E worker \in Workers : MarkInbox(worker)
  \/ \E worker \in Workers : WriteOutbox(worker)

(* What must go on: an idle worker takes what waits; a worker finishes;    *)
(* leases run out; what is over its count is set aside; the relay sends.   *)
(* Crash, ReplayDeadLetter and ExpireId need not happen.                   *)
Fairness ==
  /\ \A message \in Messages :
       /\ WF_vars(\E worker \in Workers : Receive(worker, message))
       /\ WF_vars(TimeOut(message))
       /\ WF_vars(DeadLetter(message))
       /\ WF_vars(Send(message))
       /\ WF_vars(MarkSent(message))
  /\ \A worker \in Workers :
       /\ WF_vars(Handle(worker))
       /\ WF_vars(Acknowledge(worker))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What the parties may rely on.                                           *)

(* However often a message is delivered, its effect takes place once.      *)
AtMostOneEffectInv == \A message \in Messages : effects[message] <= 1

(* What the broker forgets has had its effect.                             *)
AckImpliesEffectInv ==
  \A message \in Messages : place[message] = "Acked" => effects[message] > 0

(* Others hear of an effect, now or later, if and only if it took place.   *)
OutboxIffEffectInv ==
  \A message \in Messages :
    (message \in outbox \/ sends[message] > 0) <=> effects[message] > 0

(* An id is in the inbox as long as its message could have the effect again. *)
InboxCoversRedeliveryInv ==
  \A message \in Messages :
    effects[message] > 0 /\ ~ IsBeyondRedelivery(message) => message \in inbox

(* Every message ends, acknowledged or set aside, and stays so.            *)
MessagesSettle == \A message \in Messages : <>[](place[message] \in {"Acked", "Dead"})

(* What is in the outbox is sent, and leaves it.                           *)
OutboxIsRelayed ==
  \A message \in Messages :
    message \in outbox ~> sends[message] > 0 /\ message \notin outbox

=============================================================================
