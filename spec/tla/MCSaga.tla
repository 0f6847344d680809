------------------------------- MODULE MCSaga -------------------------------
(***************************************************************************)
(* Models of Saga.                                                         *)
(*                                                                         *)
(* Three steps: a first one, a last one, and one that is neither.  A saga  *)
(* that ended takes no step; that is no deadlock, so the configurations    *)
(* switch the check for it off.                                            *)
(***************************************************************************)
EXTENDS Saga

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.               *)

(* No saga is aborted.  (Half of AllOrNothingInv would be easy.)           *)
AbortedDebugInv == outcome # "Aborted"

(* No saga is given up after its last step.                                *)
GivenUpLateDebugInv == ~ (outcome = "Compensating" /\ standing = Steps)

(* No saga is stuck half way back.                                         *)
StuckDebugInv == ~ (outcome = "Stuck" /\ standing # Steps /\ standing # {})

(* A stuck saga is resumed.  (Fairness would ask for more than it says: a  *)
(* person owes it nothing.)                                                *)
ResumedDebugProp == outcome = "Stuck" ~> outcome # "Stuck"

=============================================================================
