---------------------------- MODULE SeedProcesses ----------------------------
(***************************************************************************)
(* The processes found in the source text of this project, in TLA+ and     *)
(* nothing more: a demonstration.                                          *)
(*                                                                         *)
(* The text gives a producer and two consumers in a process algebra, and   *)
(* asks a tool for deadlocks.  But the set of actions that communicate     *)
(* with each other is empty.  So to consume an event is something that a   *)
(* consumer does by itself, whether or not the event was ever produced:    *)
(* nobody waits for anybody, and where nobody waits there is no deadlock,  *)
(* whatever the processes are.  The check can not fail (EachMovesAloneInv  *)
(* says why), and what it was meant to be about is lost: events are        *)
(* consumed that never were (ConsumedWasProducedInv is violated).          *)
(* BoundedQueue.tla says what was meant.                                   *)
(*                                                                         *)
(* Source: the specification of event processing in the source text, there *)
(* in mCRL2.  Abstracted: how often and in which order events are produced *)
(* and consumed; what happened is a set.                                   *)
(***************************************************************************)

CONSTANT Consumers

Events == {"OrderCreated", "PaymentProcessed", "OrderShipped"}

VARIABLES
  produced,  \* History: what was produced.
  consumed,  \* History: what was consumed.
  awaiting   \* Consumers that took a created order, and a payment is next.

vars == <<produced, consumed, awaiting>>

TypeOK ==
  /\ produced \in SUBSET Events
  /\ consumed \in SUBSET Events
  /\ awaiting \in SUBSET Consumers

Init ==
  /\ produced = {}
  /\ consumed = {}
  /\ awaiting = {}

(* Producer = sum e:Event . produce(e) . Producer                          *)
Produce(event) ==
  /\ produced' = produced \cup {event}
  /\ UNCHANGED <<consumed, awaiting>>

(* Consumer = sum e:Event . consume(e) . (e == OrderCreated -> ... <> ...) *)
Consume(consumer, event) ==
  /\ consumer \notin awaiting
  /\ consumed' = consumed \cup {event}
  /\ awaiting' = IF event = "OrderCreated" THEN awaiting \cup {consumer} ELSE awaiting
  /\ UNCHANGED produced

(* ... -> consume(PaymentProcessed) . Consumer                             *)
ConsumePayment(consumer) ==
  /\ consumer \in awaiting
  /\ consumed' = consumed \cup {"PaymentProcessed"}
  /\ awaiting' = awaiting \ {consumer}
  /\ UNCHANGED produced

ConsumeAny(consumer) == (\E event \in Events : Consume(consumer, event)) \/ ConsumePayment(consumer)

Next ==
  \/ \E event \in Events : Produce(event)
  \/ \E consumer \in Consumers, event \in Events : Consume(consumer, event)
  \/ \E consumer \in Consumers : ConsumePayment(consumer)

Spec == Init /\ [][Next]_vars

(* Each process has a step to take in every state, whatever the others do. *)
EachMovesAloneInv ==
  /\ ENABLED \E event \in Events : Produce(event)
  /\ \A consumer \in Consumers : ENABLED ConsumeAny(consumer)

(* Nothing is consumed that was not produced.  (False.)                    *)
ConsumedWasProducedInv == consumed \subseteq produced

=============================================================================
