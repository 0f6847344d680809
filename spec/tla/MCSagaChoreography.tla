------------------------- MODULE MCSagaChoreography -------------------------
(***************************************************************************)
(* Models of SagaChoreography.                                             *)
(*                                                                         *)
(* Three services: the middle one hears from both sides.  One fault is     *)
(* enough for each way of reading an event twice; two of them meet in the  *)
(* model of two services.                                                  *)
(*                                                                         *)
(* Where all is read nothing is left to do; that is no deadlock, so the    *)
(* configurations switch the check for it off.                             *)
(***************************************************************************)
EXTENDS SagaChoreography

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.  One          *)
(* configuration each, since a check stops at the first.                   *)

(* No saga goes all the way back.  (AllOrNothingInv would be easy.)        *)
AllTheWayBackDebugInv == ~ (outcome = "Aborted" /\ StepRefused(StepCount) \in Said)

(* No service reads what it reacted to.  (No inbox would be needed.)       *)
ReadAgainDebugInv ==
  ~ \E step \in Steps : \E event \in inbox[step] : Reads(step, event)

(* No event is in the log twice.  (An inbox of positions would do.)        *)
PublishedAgainDebugInv == \A i, j \in DOMAIN log : log[i] = log[j] => i = j

(* No service reads again what made it go ahead, when the saga has ended.  *)
(* (TerminalProp would be easy.)                                           *)
ReadAfterEndDebugInv ==
  ~ (outcome = "Completed" /\ \E step \in Steps : Reads(step, GoesAhead(step)))

=============================================================================
