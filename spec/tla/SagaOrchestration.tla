------------------------- MODULE SagaOrchestration -------------------------
(***************************************************************************)
(* A saga run by a coordinator.                                            *)
(*                                                                         *)
(* The coordinator tells each participant what to do, one after the other, *)
(* and waits for its answer.  Between them is a network that loses         *)
(* messages, keeps them for any time and has them overtake each other.  So *)
(* the coordinator sends a command again until it is answered, and a       *)
(* participant gets it any number of times, the last one long after it     *)
(* mattered.  A participant therefore decides once for each command and    *)
(* keeps what it decided with the effect, in one transaction: its inbox    *)
(* (Delivery.tla).  Whoever asks again gets the same answer.               *)
(*                                                                         *)
(* The coordinator may crash at any time.  All that it knows is the fold   *)
(* of a durable log (Fold.tla), and an answer is handled by the one        *)
(* transaction that appends it to the log.  After that, and not before,    *)
(* the next command may go out.  Recovery is replaying the log and sending *)
(* the command of the state that results: there is no second way to go on. *)
(*                                                                         *)
(* Giving up.  A participant that does not answer in time may have done    *)
(* its step, may yet do it, or may never have heard of it.  Compensating a *)
(* step that may yet be done is the classical mistake: the compensation    *)
(* finds nothing to take back, the late command does the step after all,   *)
(* and the effect stands for ever.  So after a time-out the coordinator    *)
(* first settles the step: it sends Cancel, by which the participant       *)
(* refuses the step for good unless it has done it, and the answer says    *)
(* which.  Only a step that is known to be done is compensated.            *)
(*                                                                         *)
(* A compensation that fails is tried again, MaxAttempts times.  Then the  *)
(* saga is stuck: parked, on a list that people look at, by the same       *)
(* transaction that records the last failure.  A person repairs what is    *)
(* broken and resumes it.                                                  *)
(*                                                                         *)
(* Source: Garcia-Molina and Salem, Sagas (SIGMOD 1987), section 4, the    *)
(* saga execution component; the try-confirm/cancel pattern, for empty and *)
(* late compensations.                                                     *)
(*                                                                         *)
(* Abstracted: content; time (a time-out may come whenever an answer is    *)
(* awaited, a retry at once); the participants' crashes, which are lost    *)
(* messages; who requests the saga (a request may come at any time, again  *)
(* and again).  A message that is in the network twice is there once.      *)
(*                                                                         *)
(* Safety: as Saga (AllOrNothingInv, PrefixInv, TerminalProp), and         *)
(* AtMostOneEffectInv, StuckIsVisibleInv, MemoryIsLogInv,                  *)
(* NoEmptyCompensationInv.  Liveness: the saga is completed, aborted or    *)
(* visibly stuck (Terminates), and it is a Saga with all that a Saga owes. *)
(* The fairness is with its definition.  Crashes and lost messages share   *)
(* the budget MaxFaults: for ever repeated they would excuse anything.     *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  StepCount,        \* How many steps the saga has, each at its own participant.
  MaxAttempts,      \* After so many failed attempts at one compensation the
                    \* saga is parked.
  MaxUndoFailures,  \* How often compensations fail, in all.
  MaxFaults,        \* How many crashes and lost messages there are, in all.
  Variant           \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "HandleBeforeDurable": the coordinator acts on an answer from memory    *)
(* and appends it to its log later.                                        *)
(*                                                                         *)
(* "DuplicateStart": a request is taken for a new one though the saga has  *)
(* been started.  (The log is appended to without expecting it to be       *)
(* empty.)                                                                 *)
(*                                                                         *)
(* "CompensateUnsettled": after a time-out the step under way is           *)
(* compensated at once, done or not.                                       *)
(*                                                                         *)
(* "SilentlyStuck": past the last attempt the coordinator logs the failure *)
(* and that is all.                                                        *)
(***************************************************************************)
Variants ==
  {"Correct", "HandleBeforeDurable", "DuplicateStart", "CompensateUnsettled", "SilentlyStuck"}

ASSUME ConstantsAreSound ==
  /\ StepCount \in Nat \ {0}
  /\ MaxAttempts \in Nat \ {0}
  /\ MaxUndoFailures \in Nat
  /\ MaxFaults \in Nat
  /\ Variant \in Variants

Steps == 1 .. StepCount

(* An attempt is counted when it failed, so there is one more than that.   *)
Attempts == 1 .. MaxUndoFailures + 1

-----------------------------------------------------------------------------
(* Messages.  An answer says what became of a step, and the coordinator    *)
(* logs it as it came.                                                     *)

Do(step)            == [kind |-> "Do", step |-> step]
Cancel(step)        == [kind |-> "Cancel", step |-> step]
Undo(step, attempt) == [kind |-> "Undo", step |-> step, attempt |-> attempt]

StepDone(step)            == [kind |-> "StepDone", step |-> step]
StepRefused(step)         == [kind |-> "StepRefused", step |-> step]
StepUndone(step)          == [kind |-> "StepUndone", step |-> step]
UndoFailed(step, attempt) == [kind |-> "UndoFailed", step |-> step, attempt |-> attempt]

Commands ==
  {Do(step) : step \in Steps}
    \cup {Cancel(step) : step \in Steps}
    \cup {Undo(step, attempt) : step \in Steps, attempt \in Attempts}

Answers ==
  {StepDone(step) : step \in Steps}
    \cup {StepRefused(step) : step \in Steps}
    \cup {StepUndone(step) : step \in Steps}
    \cup {UndoFailed(step, attempt) : step \in Steps, attempt \in Attempts}

(* What else the coordinator logs.                                         *)
Started  == [kind |-> "Started"]
TimedOut == [kind |-> "TimedOut"]
Resumed  == [kind |-> "Resumed"]

Events == Answers \cup {Started, TimedOut, Resumed}

-----------------------------------------------------------------------------

VARIABLES
  \* The coordinator, what survives a crash.
  log,      \* What it recorded of the saga, in order.
  parked,   \* The saga is on the list of those that need a person.

  \* The coordinator, what a crash takes.
  up,       \* It runs; between Crash and Recover it does not.
  memory,   \* How far it believes the saga is, see Progress.
  unlogged, \* Events it acted on and is yet to log: a queue that is always
            \* empty in the correct design.

  \* The participants: one transaction changes both.
  status,   \* For each step what its participant decided: its inbox.
  effect,   \* For each step how often its effect stands.

  \* The network.
  network,  \* Messages under way.

  \* Budgets.
  undoFailures,  \* How many attempts to compensate failed.
  faults         \* How many crashes and losses there were.

coordinator  == <<log, parked, up, memory, unlogged>>
participants == <<status, effect>>
budgets      == <<undoFailures, faults>>
vars         == <<log, parked, up, memory, unlogged, status, effect, network,
                  undoFailures, faults>>

Final == {"Completed", "Aborted"}

Phases == {"Idle", "Running", "Cancelling", "Compensating", "Stuck"} \cup Final

(* What the coordinator is at: the phase, the step, and the attempt to     *)
(* take it back (0 if it is not to be taken back).                         *)
Progress == [phase : Phases, step : Nat, attempt : Nat]

Statuses == {"Open", "Done", "Refused", "Undone"}

TypeOK ==
  /\ log \in Seq(Events)
  /\ parked \in BOOLEAN
  /\ up \in BOOLEAN
  /\ memory \in Progress
  /\ unlogged \in Seq(Events)
  /\ status \in [Steps -> Statuses]
  /\ effect \in [Steps -> Int]
  /\ network \in SUBSET (Commands \cup Answers)
  /\ undoFailures \in 0 .. MaxUndoFailures
  /\ faults \in 0 .. MaxFaults

-----------------------------------------------------------------------------
(* The rule of the coordinator: where it is after an event.  It is applied *)
(* once when the event is handled, and again in every recovery.            *)

At(phase, step, attempt) == [phase |-> phase, step |-> step, attempt |-> attempt]

Idle == At("Idle", 0, 0)

(* Back to this step, which stands like all before it.                     *)
BackTo(step) == IF step = 0 THEN At("Aborted", 0, 0) ELSE At("Compensating", step, 1)

Apply(progress, event) ==
  LET step == progress.step
  IN  CASE event.kind = "Started" -> At("Running", 1, 0)
        [] event.kind = "StepDone" ->
             IF progress.phase = "Cancelling" THEN BackTo(step)
             ELSE IF step = StepCount         THEN At("Completed", 0, 0)
             ELSE At("Running", step + 1, 0)
        [] event.kind = "StepRefused" -> BackTo(step - 1)
        [] event.kind = "TimedOut" ->
             IF Variant = "CompensateUnsettled" THEN BackTo(step) ELSE At("Cancelling", step, 0)
        [] event.kind = "StepUndone"  -> BackTo(step - 1)
        [] event.kind = "UndoFailed" ->
             IF event.attempt % MaxAttempts = 0
               THEN At("Stuck", step, event.attempt)
               ELSE At("Compensating", step, event.attempt + 1)
        [] event.kind = "Resumed" -> At("Compensating", step, progress.attempt + 1)

RECURSIVE Replay(_)
Replay(events) ==
  IF events = <<>>
    THEN Idle
    ELSE Apply(Replay(SubSeq(events, 1, Len(events) - 1)), events[Len(events)])

(* The command to send until it is answered; none where nothing is to do.  *)
CommandsOf(progress) ==
  CASE progress.phase = "Running"      -> {Do(progress.step)}
    [] progress.phase = "Cancelling"   -> {Cancel(progress.step)}
    [] progress.phase = "Compensating" -> {Undo(progress.step, progress.attempt)}
    [] OTHER                           -> {}

(* The answers it waits for.  Any other is late: to an earlier command, or *)
(* to this one, repeated.  Nobody waits for it, and it may come for ever.  *)
Awaited(progress) ==
  CASE progress.phase \in {"Running", "Cancelling"} ->
         {StepDone(progress.step), StepRefused(progress.step)}
    [] progress.phase = "Compensating" ->
         {StepUndone(progress.step), UndoFailed(progress.step, progress.attempt)}
    [] OTHER -> {}

(* How far the saga is, for all that the log knows.                        *)
Durable == Replay(log)

-----------------------------------------------------------------------------

Init ==
  /\ log = <<>>
  /\ parked = FALSE
  /\ up = TRUE
  /\ memory = Idle
  /\ unlogged = <<>>
  /\ status = [step \in Steps |-> "Open"]
  /\ effect = [step \in Steps |-> 0]
  /\ network = {}
  /\ undoFailures = 0
  /\ faults = 0

-----------------------------------------------------------------------------
(* The coordinator.                                                        *)

(* Handles an event: log, memory and list change together.                 *)
Handle(event) ==
  /\ memory' = Apply(memory, event)
  /\ UNCHANGED up
  /\ IF Variant = "HandleBeforeDurable"
       THEN /\ unlogged' = Append(unlogged, event)
            /\ UNCHANGED <<log, parked>>
       ELSE /\ log' = Append(log, event)                       \* MemoryIsLogInv
            /\ parked' = (/\ memory'.phase = "Stuck"           \* StuckIsVisibleInv
                          /\ Variant # "SilentlyStuck")
            /\ UNCHANGED unlogged

(* A request to run the saga.  The second one finds it started.            *)
Start ==
  /\ up
  /\ memory.phase = "Idle" \/ Variant = "DuplicateStart"  \* TerminalProp
  /\ Handle(Started)
  /\ UNCHANGED <<participants, network, budgets>>

(* Sends the command of the moment, first or again: there is no telling.   *)
SendCommand(command) ==
  /\ up
  /\ command \in CommandsOf(memory)
  /\ command \notin network
  /\ network' = network \cup {command}
  /\ UNCHANGED <<coordinator, participants, budgets>>

HandleAnswer(answer) ==
  /\ up
  /\ answer \in network
  /\ answer \in Awaited(memory)
  /\ Handle(answer)
  /\ network' = network \ {answer}
  /\ UNCHANGED <<participants, budgets>>

(* Gives the saga up: the step under way has taken too long.               *)
TimeOut ==
  /\ up
  /\ memory.phase = "Running"
  /\ Handle(TimedOut)
  /\ UNCHANGED <<participants, network, budgets>>

(* A person has repaired what was broken.                                  *)
Resume ==
  /\ up
  /\ memory.phase = "Stuck"
  /\ Handle(Resumed)
  /\ UNCHANGED <<participants, network, budgets>>

Crash ==
  /\ up
  /\ faults < MaxFaults
  /\ up' = FALSE
  /\ memory' = Idle
  /\ unlogged' = <<>>
  /\ faults' = faults + 1
  /\ UNCHANGED <<log, parked, participants, network, undoFailures>>

Recover ==
  /\ ~ up
  /\ up' = TRUE
  /\ memory' = Durable
  /\ UNCHANGED <<log, parked, unlogged, participants, network, budgets>>

(* The second half of the mistake "HandleBeforeDurable".                   *)
LogLate ==
  /\ up
  /\ unlogged # <<>>
  /\ log' = log \o unlogged
  /\ parked' = (memory.phase = "Stuck")
  /\ unlogged' = <<>>
  /\ UNCHANGED <<up, memory, participants, network, budgets>>

-----------------------------------------------------------------------------
(* The participants.                                                       *)

(* Takes the command from the network and answers it.                      *)
Answer(command, answer) ==
  /\ command \in network
  /\ network' = (network \ {command}) \cup {answer}
  /\ UNCHANGED coordinator

(* Decides to do the step: effect and decision in one transaction.         *)
PerformStep(step) ==
  /\ status[step] = "Open"  \* AtMostOneEffectInv
  /\ Answer(Do(step), StepDone(step))
  /\ status' = [status EXCEPT ![step] = "Done"]
  /\ effect' = [effect EXCEPT ![step] = @ + 1]
  /\ UNCHANGED budgets

(* Decides not to: the business forbids it.                                *)
RefuseStep(step) ==
  /\ status[step] = "Open"
  /\ Answer(Do(step), StepRefused(step))
  /\ status' = [status EXCEPT ![step] = "Refused"]
  /\ UNCHANGED <<effect, budgets>>

(* Will never do it, since it was called off in time.                      *)
CancelStep(step) ==
  /\ status[step] = "Open"  \* else it is too late
  /\ Answer(Cancel(step), StepRefused(step))
  /\ status' = [status EXCEPT ![step] = "Refused"]
  /\ UNCHANGED <<effect, budgets>>

UndoStep(step, attempt) ==
  /\ status[step] = "Done"  \* AtMostOneEffectInv
  /\ Answer(Undo(step, attempt), StepUndone(step))
  /\ status' = [status EXCEPT ![step] = "Undone"]
  /\ effect' = [effect EXCEPT ![step] = @ - 1]
  /\ UNCHANGED budgets

(* The compensation fails and changes nothing.                             *)
FailUndo(step, attempt) ==
  /\ status[step] = "Done"
  /\ undoFailures < MaxUndoFailures
  /\ Answer(Undo(step, attempt), UndoFailed(step, attempt))
  /\ undoFailures' = undoFailures + 1
  /\ UNCHANGED <<participants, faults>>

(* Was decided before: the same answer, and nothing else.  (Also to a      *)
(* command to do what has been undone since: it was done.)  And what does  *)
(* not stand needs no compensation.                                        *)
AnswerAgain(command) ==
  LET decided == status[command.step]
  IN  /\ \/ command.kind \in {"Do", "Cancel"} /\ decided # "Open"
         \/ command.kind = "Undo" /\ decided # "Done"
      /\ Answer(command,
           IF command.kind = "Undo"   THEN StepUndone(command.step)
           ELSE IF decided = "Refused" THEN StepRefused(command.step)
           ELSE StepDone(command.step))
      /\ UNCHANGED <<participants, budgets>>

-----------------------------------------------------------------------------
(* The network.                                                            *)

Lose(message) ==
  /\ message \in network
  /\ faults < MaxFaults
  /\ network' = network \ {message}
  /\ faults' = faults + 1
  /\ UNCHANGED <<coordinator, participants, undoFailures>>

-----------------------------------------------------------------------------

Next ==
  \/ Start
  \/ \E command \in Commands : SendCommand(command)
  \/ \E answer \in Answers : HandleAnswer(answer)
  \/ TimeOut
  \/ Resume
  \/ Crash
  \/ Recover
  \/ LogLate
  \/ \E step \in Steps : PerformStep(step)
  \/ \E step \in Steps : RefuseStep(step)
  \/ \E step \in Steps : CancelStep(step)
  \/ \E step \in Steps, attempt \in Attempts : UndoStep(step, attempt)
  \/ \E step \in Steps, attempt \in Attempts : FailUndo(step, attempt)
  \/ \E command \in Commands : AnswerAgain(command)
  \/ \E message \in Commands \cup Answers : Lose(message)

(* The participant of the step does what it is told.                       *)
Participate(step) ==
  \/ PerformStep(step)
  \/ RefuseStep(step)
  \/ CancelStep(step)
  \/ \E attempt \in Attempts : UndoStep(step, attempt)

(***************************************************************************)
(* The request comes; the coordinator recovers, sends the command of the   *)
(* moment and handles the answer it waits for; participants do what they   *)
(* are told, and answer again.  Weak fairness suffices: the command of the *)
(* moment does not change before it is answered or the saga is given up, a *)
(* message in the network stays there, and what ends that, crashes and     *)
(* losses, ends itself.  Nothing is owed by those who disturb: no time-out *)
(* and no failure has to come, and no person has to come by.               *)
(***************************************************************************)
Fairness ==
  /\ WF_vars(Start)
  /\ WF_vars(Recover)
  /\ WF_vars(\E command \in Commands : SendCommand(command))
  /\ WF_vars(\E answer \in Answers : HandleAnswer(answer))
  /\ \A step \in Steps : WF_vars(Participate(step))
  /\ WF_vars(\E command \in Commands : AnswerAgain(command))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What the business may rely on.                                          *)

(* The steps whose effect stands.                                          *)
Standing == {step \in Steps : effect[step] > 0}

(* In the end all steps stand, or none does.                               *)
AllOrNothingInv ==
  /\ Durable.phase = "Completed" => \A step \in Steps : effect[step] = 1
  /\ Durable.phase = "Aborted"   => \A step \in Steps : effect[step] = 0

(* A step stands only on those before it, on the way forward and back.     *)
PrefixInv == Standing = 1 .. Cardinality(Standing)

(* However often a participant hears of a step, it has one effect, which   *)
(* is taken back once.                                                     *)
AtMostOneEffectInv == \A step \in Steps : effect[step] \in {0, 1}

(* A stuck saga is on the list, and a saga on the list is stuck.           *)
StuckIsVisibleInv == parked <=> Durable.phase = "Stuck"

(* The coordinator believes what it has logged, no less and no more.       *)
MemoryIsLogInv == up => memory = Durable

(* Nothing is compensated that is not done.                                *)
NoEmptyCompensationInv ==
  \A message \in network :
    message.kind = "Undo" => status[message.step] \in {"Done", "Undone"}

(* The end is the end: also late messages change nothing.                  *)
TerminalProp ==
  [][Durable.phase \in Final => Durable'.phase = Durable.phase /\ UNCHANGED effect]_vars

(* The saga ends, or is visibly stuck; and one that is resumed does again. *)
Terminates == []<>(Durable.phase \in Final \/ parked)

-----------------------------------------------------------------------------
(* Seen from outside it is a Saga.  A step is taken, and taken back, when  *)
(* its participant does it, not when the coordinator hears of it.  And the *)
(* saga fails when that is settled: a participant refused its step, or the *)
(* step that was given up turned out to be done.                           *)
(*                                                                         *)
(* It can only stick if compensations fail as often as the coordinator     *)
(* tries.  With fewer failures it is a Saga that never does.               *)

Outcome ==
  CASE Durable.phase \in {"Compensating", "Stuck"} \cup Final -> Durable.phase
    [] OTHER -> IF \E step \in Steps : status[step] = "Refused" THEN "Compensating" ELSE "Running"

Contract == INSTANCE Saga WITH
  standing <- Standing,
  outcome  <- Outcome,
  MayStick <- MaxUndoFailures >= MaxAttempts,
  Variant  <- "Correct"

SagaSpec == Contract!Spec

THEOREM Spec => SagaSpec

=============================================================================
