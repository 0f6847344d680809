------------------------ MODULE MCSagaOrchestration ------------------------
(***************************************************************************)
(* Models of SagaOrchestration.                                            *)
(*                                                                         *)
(* Two steps have all that matters between a step and the one before it;   *)
(* three steps are compensated one after the other past a step that has a  *)
(* neighbour on both sides.  One failure of a compensation with one        *)
(* attempt sticks, with two attempts it is retried; of two failures the    *)
(* first may be told again during the second attempt.  One crash or loss is*)
(* enough to break the mistake that needs one; in the correct design a     *)
(* crash takes nothing that is not in the log.                             *)
(*                                                                         *)
(* A saga that ended takes no step; that is no deadlock, so the            *)
(* configurations switch the check for it off.                             *)
(***************************************************************************)
EXTENDS SagaOrchestration

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.  One          *)
(* configuration each, since a check stops at the first.                   *)

(* No saga is stuck with a step that stands.                               *)
StuckDebugInv == ~ (parked /\ Standing # {})

(* No compensation succeeds after the saga was parked for it.  (Saga would *)
(* need no Compensate of a stuck saga.)                                    *)
UndoneWhileStuckDebugInv == ~ (parked /\ status[Durable.step] = "Undone")

(* No step that was given up turns out to be done.  (A time-out would be a *)
(* refusal.)                                                               *)
DoneThoughGivenUpDebugInv ==
  ~ (Durable.phase = "Cancelling" /\ status[Durable.step] = "Done")

(* No command to do a step comes after the step was taken back.            *)
(* (AtMostOneEffectInv would be easy.)                                     *)
LateCommandDebugInv == ~ \E step \in Steps : Do(step) \in network /\ status[step] = "Undone"

(* No crash finds the saga half way back.                                  *)
CrashHalfWayDebugInv ==
  ~ (~ up /\ Durable = At("Compensating", 1, 1) /\ status[2] = "Undone")

=============================================================================
