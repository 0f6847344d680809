---------------------------- MODULE SeedOrdering ----------------------------
(***************************************************************************)
(* The specification of ordering in one of the texts this project grew     *)
(* from, as it was found.  Changed: Range is defined, the module has the   *)
(* name of its file, and this header is new.  All else is the text's own,  *)
(* its comments included; they say "the sequence of events is empty at     *)
(* first", "so is the set of delivered events", "causal predecessors must  *)
(* have been delivered".                                                   *)
(*                                                                         *)
(* It is kept since it is instructive.  Its theorem is false, and each of  *)
(* its three faults is of a common kind:                                   *)
(*                                                                         *)
(* 1. The guard is inverted.  e2.causedBy = e.id says that e2 is an effect *)
(*    of e.  So Deliver waits for effects, the opposite of its comment.    *)
(*                                                                         *)
(* 2. The property does not speak about delivery.  It compares the         *)
(*    timestamps of events that were delivered, in whatever order; and     *)
(*    nothing that the specification does has to do with timestamps, hence *)
(*    it is violated.  Demand of producers that a cause has the smaller    *)
(*    timestamp, and it holds, for any guard at all, even for none.        *)
(*    With the guard as it stands, a cause is delivered after all its      *)
(*    effects that are there.                                              *)
(*                                                                         *)
(* 3. \E e ranges over everything there is, so no checker can have run it. *)
(*                                                                         *)
(* MCSeedOrdering.tla shows 1 and 2.  CausalDelivery.tla says what was     *)
(* meant.                                                                  *)
(***************************************************************************)
EXTENDS Naturals, Sequences

VARIABLES events, delivered

Range(sequence) == {sequence[i] : i \in DOMAIN sequence}

EventOrdering ==
  /\ events = <<>>         \* 初始事件序列为空
  /\ delivered = {}        \* 已交付事件集合为空

Produce(e) ==
  /\ events' = Append(events, e)
  /\ UNCHANGED delivered

Deliver(e) ==
  /\ e \in Range(events)
  /\ \A e2 \in Range(events) :
       (e2.causedBy = e.id) => (e2 \in delivered)  \* 因果前驱必须已交付
  /\ delivered' = delivered \union {e}
  /\ UNCHANGED events

Next == \E e : Produce(e) \/ Deliver(e)

Spec == EventOrdering /\ [][Next]_<<events, delivered>>

CausalConsistency ==
  \A e1, e2 \in delivered :
    (e1.causedBy = e2.id) => (e1.timestamp > e2.timestamp)

THEOREM Spec => []CausalConsistency
=============================================================================
