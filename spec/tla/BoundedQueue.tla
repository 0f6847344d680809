---------------------------- MODULE BoundedQueue ----------------------------
(***************************************************************************)
(* A bounded queue between producers and consumers, as a monitor.          *)
(*                                                                         *)
(* Producers put items into a buffer of fixed capacity, consumers take     *)
(* them out, in order.  A producer that finds the buffer full has to wait, *)
(* and so does a consumer that finds it empty.  That is all the            *)
(* back-pressure there is: a producer is never faster than the consumers   *)
(* for longer than the buffer lasts.                                       *)
(*                                                                         *)
(* The buffer is guarded by one lock and two conditions, NotFull and       *)
(* NotEmpty.  A thread that cannot go on gives the lock back and waits in  *)
(* the wait set of its condition, in one step.  A thread that changed the  *)
(* buffer signals one waiting thread of the other kind.  A signal is only  *)
(* a hint (Mesa semantics): the woken thread must get the lock again, and  *)
(* another thread may get it first, and take what the signal was about.    *)
(* So a woken thread looks again, as if it came for the first time: wait   *)
(* stands in a loop, while the buffer is full, not if it is.               *)
(*                                                                         *)
(* Two conditions, since a signal to one thread must reach one that can    *)
(* use it.  A producer that waits cannot use "there is an item"; if it is  *)
(* woken by it, it goes back to waiting and the signal is lost.            *)
(*                                                                         *)
(* Source: monitors (Hoare, 1974); Mesa (Lampson and Redell, 1980); the    *)
(* lost wake-up of a blocking queue with one condition is Michel           *)
(* Charpentier's example, which Markus Kuppe made well known in TLA+.      *)
(* Freedom from deadlock is worth nothing where nobody waits for anybody;  *)
(* here all waiting is explicit.                                           *)
(*                                                                         *)
(* Abstracted: what is done under the lock is one step, which is sound as  *)
(* the lock excludes all others and nobody waits inside.  Cancellation,    *)
(* closing the queue, time-outs.  Wake-ups without a signal: to a thread   *)
(* that looks again they are the same as a signal whose cause another      *)
(* thread took.                                                            *)
(*                                                                         *)
(* Safety: CapacityInv; FifoInv, nothing is lost, doubled, or out of       *)
(* order; no deadlock: where no thread can take a step, all items are      *)
(* consumed (the checker's own check, which Rest gives a legitimate end).  *)
(*                                                                         *)
(* Liveness: every item is produced (AllIsProduced), and what is produced  *)
(* is consumed (ProducedIsConsumed), under weak fairness of each thread    *)
(* that can put or take.  Weak suffices: items are counted, so the others  *)
(* can take space or items away from a thread only so often.               *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Producers,  \* Threads that put items.
  Consumers,  \* Threads that take items.
  Capacity,   \* How many items the buffer holds.
  MaxItems,   \* How many items each producer puts.
  Variant     \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "NoRecheck": a woken thread goes on without looking again: if, not      *)
(* while.                                                                  *)
(*                                                                         *)
(* "OneCondition": producers and consumers wait in one wait set.           *)
(***************************************************************************)
Variants == {"Correct", "NoRecheck", "OneCondition"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Producers)
  /\ IsFiniteSet(Consumers)
  /\ Producers \cap Consumers = {}
  /\ Capacity \in Nat \ {0}
  /\ MaxItems \in Nat
  /\ Variant \in Variants

Threads == Producers \cup Consumers

(* Whom a signal may wake: nobody, or one thread.                          *)
Wakings == {{}} \cup {{thread} : thread \in Threads}

(* An item is the n-th one of its producer.                                *)
Items == [producer : Producers, number : 1 .. MaxItems]

-----------------------------------------------------------------------------

VARIABLES
  buffer,    \* The items in the queue.
  waiting,   \* The threads that wait; a producer for NotFull, a consumer for NotEmpty.
  woken,     \* The threads that were signalled and did not get the lock again yet.

  \* History.
  produced,  \* The items that were put, in their order.
  consumed   \* The items that were taken, in their order.

vars == <<buffer, waiting, woken, produced, consumed>>

TypeOK ==
  /\ buffer \in Seq(Items)
  /\ waiting \subseteq Threads
  /\ woken \subseteq Threads \ waiting
  /\ produced \in Seq(Items)
  /\ consumed \in Seq(Items)

(* The wait sets of the two conditions.                                    *)
NotFull  == IF Variant = "OneCondition" THEN waiting ELSE waiting \cap Producers
NotEmpty == IF Variant = "OneCondition" THEN waiting ELSE waiting \cap Consumers

(* A signal wakes any one of those who wait, if somebody does.             *)
Wakes(condition, threads) ==
  IF condition = {} THEN threads = {} ELSE threads # {} /\ threads \subseteq condition

(* The thread has the lock to itself if it does not wait; it must look     *)
(* whether it may go on.                                                   *)
MayGoOn(thread, condition) ==
  /\ thread \notin waiting
  /\ condition \/ (Variant = "NoRecheck" /\ thread \in woken)

NumberOf(producer) == Cardinality({i \in DOMAIN produced : produced[i].producer = producer})

(* The next item of a producer; it has none after the last.                *)
HasNext(producer) == NumberOf(producer) < MaxItems
NextItem(producer) == [producer |-> producer, number |-> NumberOf(producer) + 1]

Range(sequence) == {sequence[i] : i \in DOMAIN sequence}

-----------------------------------------------------------------------------

Init ==
  /\ buffer = <<>>
  /\ waiting = {}
  /\ woken = {}
  /\ produced = <<>>
  /\ consumed = <<>>

-----------------------------------------------------------------------------
(* Producers.                                                              *)

(* Puts the next item, and signals that the queue is not empty.            *)
Put(producer, signalled) ==
  /\ HasNext(producer)
  /\ MayGoOn(producer, Len(buffer) < Capacity)                     \* CapacityInv
  /\ Wakes(NotEmpty, signalled)                                    \* no lost wake-up
  /\ buffer' = Append(buffer, NextItem(producer))
  /\ produced' = Append(produced, NextItem(producer))
  /\ waiting' = waiting \ signalled
  /\ woken' = (woken \ {producer}) \cup signalled
  /\ UNCHANGED consumed

(* Finds the queue full, gives the lock back and waits, in one step.       *)
WaitForSpace(producer) ==
  /\ HasNext(producer)
  /\ producer \notin waiting
  /\ ~ MayGoOn(producer, Len(buffer) < Capacity)
  /\ waiting' = waiting \cup {producer}
  /\ woken' = woken \ {producer}
  /\ UNCHANGED <<buffer, produced, consumed>>

-----------------------------------------------------------------------------
(* Consumers.                                                              *)

(* Takes the first item, and signals that the queue is not full. (Without  *)
(* a second look there may be none; what it then takes is nothing.)        *)
Take(consumer, signalled) ==
  /\ MayGoOn(consumer, buffer # <<>>)
  /\ Wakes(NotFull, signalled)                                     \* no lost wake-up
  /\ buffer' = IF buffer = <<>> THEN <<>> ELSE Tail(buffer)
  /\ consumed' = IF buffer = <<>> THEN consumed ELSE Append(consumed, Head(buffer))
  /\ waiting' = waiting \ signalled
  /\ woken' = (woken \ {consumer}) \cup signalled
  /\ UNCHANGED produced

(* Finds the queue empty, gives the lock back and waits, in one step.      *)
WaitForItem(consumer) ==
  /\ consumer \notin waiting
  /\ ~ MayGoOn(consumer, buffer # <<>>)
  /\ waiting' = waiting \cup {consumer}
  /\ woken' = woken \ {consumer}
  /\ UNCHANGED <<buffer, produced, consumed>>

-----------------------------------------------------------------------------

(* The end: all items are consumed. Consumers that still wait may do so.   *)
AllIsConsumed == Range(consumed) = Items

Rest == AllIsConsumed /\ UNCHANGED vars

Next ==
  \/ \E producer \in Producers, signalled \in Wakings : Put(producer, signalled)
  \/ \E producer \in Producers : WaitForSpace(producer)
  \/ \E consumer \in Consumers, signalled \in Wakings : Take(consumer, signalled)
  \/ \E consumer \in Consumers : WaitForItem(consumer)
  \/ Rest

(* Going to wait needs no fairness: who does not wait can go on.           *)
Fairness ==
  /\ \A producer \in Producers : WF_vars(\E signalled \in Wakings : Put(producer, signalled))
  /\ \A consumer \in Consumers : WF_vars(\E signalled \in Wakings : Take(consumer, signalled))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What users of the queue may rely on.                                    *)

CapacityInv == Len(buffer) <= Capacity

(* What was put was taken, in that order, or is in the buffer.             *)
FifoInv == produced = consumed \o buffer

AllIsProduced == <>(Range(produced) = Items)

ProducedIsConsumed ==
  \A item \in Items : item \in Range(produced) ~> item \in Range(consumed)

=============================================================================
