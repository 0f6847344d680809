-------------------------------- MODULE Saga --------------------------------
(***************************************************************************)
(* The saga: what any way of running one promises.                         *)
(*                                                                         *)
(* A saga is one piece of business in several steps, each a transaction of *)
(* its own at a participant of its own.  No transaction spans them, so     *)
(* others see the saga half done.  What takes the place of a rollback are  *)
(* compensations: each step has one, a further transaction that takes the  *)
(* step's effect back as far as the business goes.  If all goes well the   *)
(* steps stand one after the other and the saga is completed.  If a step   *)
(* cannot be taken, or the saga is given up, the standing steps are        *)
(* compensated, the last one first, and the saga is aborted.  All or       *)
(* nothing, in the end; a prefix of the steps, at any time.                *)
(*                                                                         *)
(* Last first matters: a step builds on those before it.  Who releases the *)
(* stock before he takes the payment back has, for a while, a customer who *)
(* paid for what is no longer his.                                         *)
(*                                                                         *)
(* A compensation may fail for good: the account is closed, the parcel is  *)
(* gone.  Then there is no honest end.  The saga is parked: stuck, for all *)
(* to see, until a person repairs what is broken and resumes it.  A        *)
(* compensation that was under way when the saga was parked may still      *)
(* succeed.  Where MayStick is FALSE nothing of this happens, and the saga *)
(* is completed or aborted.                                                *)
(*                                                                         *)
(* This module says nothing of messages, of who knows what, of crashes.    *)
(* SagaOrchestration.tla, SagaChoreography.tla and each order of Shop.tla  *)
(* add these and refine it, liveness included.                             *)
(*                                                                         *)
(* Source: Garcia-Molina and Salem, Sagas (SIGMOD 1987), with backward     *)
(* recovery.                                                               *)
(*                                                                         *)
(* Abstracted: what the steps are, and that a compensation is no inverse.  *)
(* A step has an effect that stands or does not.                           *)
(*                                                                         *)
(* Safety: AllOrNothingInv, PrefixInv, TerminalProp.  Liveness: the saga   *)
(* ends (Terminates), under weak fairness of Next before the end: until    *)
(* then some action is always possible, and it is enough that one of them  *)
(* is taken.  No step can be repeated, so whichever it is, it brings the   *)
(* end nearer.                                                             *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  StepCount,  \* How many steps a saga has.
  MayStick,   \* Whether a compensation may fail for good.
  Variant     \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistake.                                                            *)
(*                                                                         *)
(* "CompensateInAnyOrder": all compensations are started at once, or first *)
(* step first.                                                             *)
(***************************************************************************)
Variants == {"Correct", "CompensateInAnyOrder"}

ASSUME ConstantsAreSound ==
  /\ StepCount \in Nat \ {0}
  /\ MayStick \in BOOLEAN
  /\ Variant \in Variants

Steps == 1 .. StepCount

-----------------------------------------------------------------------------

VARIABLES
  standing,  \* The steps whose effect stands.
  outcome    \* How far the saga is, see Outcomes.

vars == <<standing, outcome>>

(* Ended for ever.                                                         *)
Final == {"Completed", "Aborted"}

Outcomes == {"Running", "Compensating", "Stuck"} \cup Final

TypeOK ==
  /\ standing \in SUBSET Steps
  /\ outcome \in Outcomes

(* Nothing is left to do, unless a person resumes a stuck saga.            *)
Ended == outcome \in Final \cup {"Stuck"}

-----------------------------------------------------------------------------

Init ==
  /\ standing = {}
  /\ outcome = "Running"

(* Takes the next step.                                                    *)
Forward(step) ==
  /\ outcome = "Running"
  /\ step \notin standing
  /\ 1 .. step - 1 \subseteq standing  \* PrefixInv
  /\ standing' = standing \cup {step}
  /\ UNCHANGED outcome

(* A step was refused, or the saga is given up: from here it goes back.    *)
Fail ==
  /\ outcome = "Running"
  /\ outcome' = "Compensating"
  /\ UNCHANGED standing

(* Takes back the last step that stands.                                   *)
Compensate(step) ==
  /\ outcome \in {"Compensating", "Stuck"}
  /\ step \in standing
  /\ \/ step + 1 \notin standing  \* PrefixInv
     \/ Variant = "CompensateInAnyOrder"
  /\ standing' = standing \ {step}
  /\ UNCHANGED outcome

Complete ==
  /\ outcome = "Running"
  /\ standing = Steps  \* AllOrNothingInv
  /\ outcome' = "Completed"
  /\ UNCHANGED standing

Abort ==
  /\ outcome = "Compensating"
  /\ standing = {}  \* AllOrNothingInv
  /\ outcome' = "Aborted"
  /\ UNCHANGED standing

(* A compensation failed too often.                                        *)
Park ==
  /\ MayStick
  /\ outcome = "Compensating"
  /\ outcome' = "Stuck"
  /\ UNCHANGED standing

(* A person has repaired what was broken.                                  *)
Resume ==
  /\ outcome = "Stuck"
  /\ outcome' = "Compensating"
  /\ UNCHANGED standing

-----------------------------------------------------------------------------

Next ==
  \/ \E step \in Steps : Forward(step)
  \/ Fail
  \/ \E step \in Steps : Compensate(step)
  \/ Complete
  \/ Abort
  \/ Park
  \/ Resume

(* As long as the saga has not ended, it goes on.  Nobody owes a stuck     *)
(* saga anything: that is what the person is for.                          *)
Fairness == WF_vars(~ Ended /\ Next)

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What the business may rely on.                                          *)

(* In the end all steps stand, or none does.                               *)
AllOrNothingInv ==
  /\ outcome = "Completed" => standing = Steps
  /\ outcome = "Aborted"   => standing = {}

(* A step stands only on those before it, on the way forward and back.     *)
PrefixInv == standing = 1 .. Cardinality(standing)

(* The end is the end.                                                     *)
TerminalProp == [][outcome \in Final => UNCHANGED vars]_vars

(* The saga ends; and one that was stuck and is resumed ends again.        *)
Terminates == []<>Ended

=============================================================================
