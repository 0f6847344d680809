-------------------------- MODULE SagaChoreography --------------------------
(***************************************************************************)
(* A saga without a coordinator.                                           *)
(*                                                                         *)
(* Every step has a service of its own, and nobody tells it what to do: it *)
(* reads the log of events.  Where the step before its own is done, it     *)
(* does its own, or refuses to; where the step behind its own is refused   *)
(* or undone, it takes its own back; what it did is an event again.  So    *)
(* the saga goes forward from service to service, and back the same way.   *)
(* Who requested it reads the same log and knows by the last step, or by   *)
(* the first, how it ended.                                                *)
(*                                                                         *)
(* A service reads at least once: when it dies between its transaction and *)
(* the saving of its offset, or when another instance takes over with an   *)
(* older offset, it reads again what it has read.  And it publishes at     *)
(* least once: when its relay dies between publishing an event and noting  *)
(* that, the event gets into the log again.  The effect of an event, its   *)
(* id in the service's inbox and the service's own event in its outbox are *)
(* therefore one local transaction (Delivery.tla), and a known id is read  *)
(* over.  It has to be the id, not the position in the log: the same event *)
(* may be there twice.                                                     *)
(*                                                                         *)
(* There is no time-out here.  A service answers what it reads, sooner or  *)
(* later, and nobody else is in a position to give up.  What needs that    *)
(* needs a coordinator (SagaOrchestration.tla).                            *)
(*                                                                         *)
(* Source: sagas by choreography; the transactional outbox and the         *)
(* idempotent receiver.                                                    *)
(*                                                                         *)
(* Abstracted: content; other sagas in the same log (each has an id, and   *)
(* its services look at nothing else); compensations that fail (tried      *)
(* again until they succeed, by the next reading); where offsets are kept. *)
(*                                                                         *)
(* Safety: as Saga (AllOrNothingInv, PrefixInv, TerminalProp), and         *)
(* AtMostOneEffectInv.  Liveness: the saga ends (Terminates), and it is a  *)
(* Saga with all that a Saga owes.  The fairness is with its definition.   *)
(* Rewound offsets and repeated publications share the budget MaxFaults.   *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  StepCount,  \* How many steps the saga has, each at its own service.
  MaxFaults,  \* How often a service reads or publishes again, in all.
  Variant     \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistake.                                                            *)
(*                                                                         *)
(* "NoInbox": a service reacts to whatever it reads, though it may have    *)
(* read it before.                                                         *)
(***************************************************************************)
Variants == {"Correct", "NoInbox"}

ASSUME ConstantsAreSound ==
  /\ StepCount \in Nat \ {0}
  /\ MaxFaults \in Nat
  /\ Variant \in Variants

Steps == 1 .. StepCount

(* Each step is done or refused, and undone, once; and some are published  *)
(* again.                                                                  *)
Positions == 1 .. 1 + 2 * StepCount + MaxFaults

-----------------------------------------------------------------------------
(* Events.                                                                 *)

Started           == [kind |-> "Started"]
StepDone(step)    == [kind |-> "StepDone", step |-> step]
StepRefused(step) == [kind |-> "StepRefused", step |-> step]
StepUndone(step)  == [kind |-> "StepUndone", step |-> step]

Events ==
  {Started}
    \cup {StepDone(step) : step \in Steps}
    \cup {StepRefused(step) : step \in Steps}
    \cup {StepUndone(step) : step \in Steps}

-----------------------------------------------------------------------------

VARIABLES
  log,      \* All published events, in order.
  outcome,  \* What the one who requested the saga knows of its end.

  \* The services: each has a database of its own.
  offset,   \* For each, up to where it has read the log.
  inbox,    \* For each, the events it reacted to.
  outbox,   \* For each, its own events that are yet to be published.
  effect,   \* For each, how often the effect of its step stands.

  \* The budget.
  faults    \* How often a service read or published again.

vars == <<log, outcome, offset, inbox, outbox, effect, faults>>

Final == {"Completed", "Aborted"}

TypeOK ==
  /\ log \in Seq(Events)
  /\ outcome \in {"Running"} \cup Final
  /\ offset \in [Steps -> 0 .. Len(log)]
  /\ inbox \in [Steps -> SUBSET Events]
  /\ \A step \in Steps : outbox[step] \in Seq(Events)
  /\ effect \in [Steps -> Int]
  /\ faults \in 0 .. MaxFaults

-----------------------------------------------------------------------------
(* Who reacts to what.                                                     *)

Range(sequence) == {sequence[i] : i \in DOMAIN sequence}

(* The event on which the service does its step.                           *)
GoesAhead(step) == IF step = 1 THEN Started ELSE StepDone(step - 1)

(* The events on which it takes its step back.                             *)
GoesBack(step) == {StepRefused(step + 1), StepUndone(step + 1)}

(* The service can read this event next.                                   *)
Reads(step, event) == offset[step] < Len(log) /\ log[offset[step] + 1] = event

-----------------------------------------------------------------------------

Init ==
  /\ log = <<Started>>
  /\ outcome = "Running"
  /\ offset = [step \in Steps |-> 0]
  /\ inbox = [step \in Steps |-> {}]
  /\ outbox = [step \in Steps |-> <<>>]
  /\ effect = [step \in Steps |-> 0]
  /\ faults = 0

-----------------------------------------------------------------------------
(* The services.                                                           *)

(* Reacts to an event, in one transaction: the effect, the id in the       *)
(* inbox, the own event in the outbox.                                     *)
React(step, event, change, reaction) ==
  /\ Reads(step, event)
  /\ event \notin inbox[step] \/ Variant = "NoInbox"  \* AtMostOneEffectInv
  /\ effect' = [effect EXCEPT ![step] = @ + change]
  /\ inbox' = [inbox EXCEPT ![step] = @ \cup {event}]
  /\ outbox' = [outbox EXCEPT ![step] = Append(@, reaction)]
  /\ offset' = [offset EXCEPT ![step] = @ + 1]

PerformStep(step) ==
  /\ React(step, GoesAhead(step), 1, StepDone(step))
  /\ UNCHANGED <<log, outcome, faults>>

(* The business forbids it.                                                *)
RefuseStep(step) ==
  /\ React(step, GoesAhead(step), 0, StepRefused(step))
  /\ UNCHANGED <<log, outcome, faults>>

UndoStep(step, event) ==
  /\ event \in GoesBack(step)
  /\ React(step, event, -1, StepUndone(step))
  /\ UNCHANGED <<log, outcome, faults>>

(* Reads over an event that is for others, or that it knows.               *)
SkipEvent(step, event) ==
  /\ Reads(step, event)
  /\ \/ event \notin {GoesAhead(step)} \cup GoesBack(step)
     \/ event \in inbox[step] /\ Variant # "NoInbox"
  /\ offset' = [offset EXCEPT ![step] = @ + 1]
  /\ UNCHANGED <<log, outcome, inbox, outbox, effect, faults>>

(* The relay of a service publishes what is first in the outbox.           *)
Publish(step) ==
  /\ outbox[step] # <<>>
  /\ log' = Append(log, Head(outbox[step]))
  /\ outbox' = [outbox EXCEPT ![step] = Tail(@)]
  /\ UNCHANGED <<outcome, offset, inbox, effect, faults>>

(* It dies before it noted that, and will publish it again.                *)
PublishUnnoted(step) ==
  /\ outbox[step] # <<>>
  /\ faults < MaxFaults
  /\ log' = Append(log, Head(outbox[step]))
  /\ faults' = faults + 1
  /\ UNCHANGED <<outcome, offset, inbox, outbox, effect>>

(* A service starts again from an older offset, from this event on.        *)
Rewind(step, position) ==
  /\ position <= offset[step]
  /\ faults < MaxFaults
  /\ offset' = [offset EXCEPT ![step] = position - 1]
  /\ faults' = faults + 1
  /\ UNCHANGED <<log, outcome, inbox, outbox, effect>>

-----------------------------------------------------------------------------
(* The one who requested the saga.                                         *)

Complete ==
  /\ outcome = "Running"
  /\ StepDone(StepCount) \in Range(log)  \* AllOrNothingInv
  /\ outcome' = "Completed"
  /\ UNCHANGED <<log, offset, inbox, outbox, effect, faults>>

Abort ==
  /\ outcome = "Running"
  /\ {StepRefused(1), StepUndone(1)} \cap Range(log) # {}  \* AllOrNothingInv
  /\ outcome' = "Aborted"
  /\ UNCHANGED <<log, offset, inbox, outbox, effect, faults>>

-----------------------------------------------------------------------------

Next ==
  \/ \E step \in Steps : PerformStep(step)
  \/ \E step \in Steps : RefuseStep(step)
  \/ \E step \in Steps, event \in Events : UndoStep(step, event)
  \/ \E step \in Steps, event \in Events : SkipEvent(step, event)
  \/ \E step \in Steps : Publish(step)
  \/ \E step \in Steps : PublishUnnoted(step)
  \/ \E step \in Steps, position \in Positions : Rewind(step, position)
  \/ Complete
  \/ Abort

(* What a service does with the event it reads.                            *)
Consume(step) ==
  \/ PerformStep(step)
  \/ RefuseStep(step)
  \/ \E event \in Events : UndoStep(step, event) \/ SkipEvent(step, event)

(***************************************************************************)
(* Each service reads on and publishes what it did, and the one who        *)
(* requested the saga looks.  Weak fairness suffices: an event stays in    *)
(* the log, so whoever may read it may read it until he does, and the same *)
(* holds of an outbox.  Only a rewound offset comes in between, and that   *)
(* ends with the budget.                                                   *)
(***************************************************************************)
Fairness ==
  /\ \A step \in Steps : WF_vars(Consume(step))
  /\ \A step \in Steps : WF_vars(Publish(step))
  /\ WF_vars(Complete)
  /\ WF_vars(Abort)

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What the business may rely on.                                          *)

(* The steps whose effect stands.                                          *)
Standing == {step \in Steps : effect[step] > 0}

(* In the end all steps stand, or none does.                               *)
AllOrNothingInv ==
  /\ outcome = "Completed" => \A step \in Steps : effect[step] = 1
  /\ outcome = "Aborted"   => \A step \in Steps : effect[step] = 0

(* A step stands only on those before it, on the way forward and back.     *)
PrefixInv == Standing = 1 .. Cardinality(Standing)

(* However often a service reads of a step, it has one effect, which is    *)
(* taken back once.                                                        *)
AtMostOneEffectInv == \A step \in Steps : effect[step] \in {0, 1}

(* The end is the end, whatever is read again after it.                    *)
TerminalProp == [][(outcome \in Final) => UNCHANGED <<outcome, effect>>]_vars

(* The saga ends.                                                          *)
Terminates == <>(outcome \in Final)

-----------------------------------------------------------------------------
(* Seen from outside it is a Saga, of the kind that never sticks.  It      *)
(* fails when a service refuses its step, though nobody else knows yet.    *)

Said == Range(log) \cup UNION {Range(outbox[step]) : step \in Steps}

Outcome ==
  IF outcome \in Final THEN outcome
  ELSE IF \E step \in Steps : StepRefused(step) \in Said THEN "Compensating"
  ELSE "Running"

Contract == INSTANCE Saga WITH
  standing <- Standing,
  outcome  <- Outcome,
  MayStick <- FALSE,
  Variant  <- "Correct"

SagaSpec == Contract!Spec

THEOREM Spec => SagaSpec

=============================================================================
