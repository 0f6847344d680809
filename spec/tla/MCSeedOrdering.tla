--------------------------- MODULE MCSeedOrdering ---------------------------
(***************************************************************************)
(* Models of SeedOrdering: what its text says, and what it says when it is *)
(* strengthened until its property holds.                                  *)
(*                                                                         *)
(* The quantifier of Next is given a range.  An event names its cause by   *)
(* id, 0 for none.  Three events are the most that are produced: a cause,  *)
(* an effect, and an effect of that.                                       *)
(***************************************************************************)
EXTENDS SeedOrdering

CONSTANT MaxEvents  \* The most events that are produced.

Events == [id : 1 .. MaxEvents, causedBy : 0 .. MaxEvents, timestamp : 1 .. MaxEvents]

(* Events as a careful producer makes them: stamped in the order of their  *)
(* ids, each caused by an earlier one if by any.                           *)
StampedEvents == {e \in Events : e.timestamp = e.id /\ e.causedBy < e.id}

NextAmong(range) ==
  \/ \E e \in IF Len(events) < MaxEvents THEN range ELSE {} : Produce(e)
  \/ \E e \in range : Deliver(e)

(* The text as it stands.                                                  *)
AsWrittenSpec == EventOrdering /\ [][NextAmong(Events)]_<<events, delivered>>

(* The text, strengthened.                                                 *)
StampedSpec == EventOrdering /\ [][NextAmong(StampedEvents)]_<<events, delivered>>

-----------------------------------------------------------------------------

(* What was meant: whatever is delivered, its causes were delivered.  Must *)
(* be violated; CausalConsistency holds in the same behaviours.            *)
CausesFirstInv ==
  \A effect \in delivered : \A cause \in Range(events) :
    effect.causedBy = cause.id => cause \in delivered

(* What it is instead: a cause is delivered after every effect that it has *)
(* by then.                                                                *)
EffectsFirstProp ==
  [][\A cause \in delivered' \ delivered : \A effect \in Range(events) :
       effect.causedBy = cause.id => effect \in delivered]_<<events, delivered>>

=============================================================================
