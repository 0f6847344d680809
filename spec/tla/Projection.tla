----------------------------- MODULE Projection -----------------------------
(***************************************************************************)
(* Projections: views that are folded from the log, event by event, and    *)
(* read by clients who want to find their own writes in them.              *)
(*                                                                         *)
(* A projector takes the next event of the log, folds it into its view,    *)
(* and notes how far it came (its checkpoint), all in one transaction.  So *)
(* after a crash it goes on where the view is, and no event is folded in   *)
(* twice or left out.  A view holds nothing that is not in the log, so it  *)
(* can be thrown away and rebuilt at any time.                             *)
(*                                                                         *)
(* A view trails the log.  Who appended an event has its position for a    *)
(* token, and a read with that token is answered when the view is there;   *)
(* an earlier answer would lack the client's own write.  The answer says   *)
(* its position.  Who hands in that one next time never goes back in time, *)
(* whichever of several views answers, rebuilt ones included.              *)
(*                                                                         *)
(* Source: command query responsibility segregation; the session           *)
(* guarantees of Terry et al. (1994).                                      *)
(*                                                                         *)
(* Abstracted: what a view is.  Here it is the sequence of the events that *)
(* were folded into it.  Every other fold over the same events is a        *)
(* function of this one, so what holds here holds for all of them.  How    *)
(* the projector finds the next event is Subscription.tla.                 *)
(*                                                                         *)
(* Safety: ViewIsFoldOfPrefixInv, EqualPositionsEqualViewsInv,             *)
(* ReadYourWritesInv.  Liveness: every event of the log is folded into     *)
(* every view (CursorReachesEnd), and when nothing is appended any more    *)
(* all views are alike for ever (ViewsConverge).  These three, one for     *)
(* safety and two for liveness, are what "eventual consistency" can mean.  *)
(* Needed: a projector that is down restarts and one that is up goes on.   *)
(* Weak fairness is enough, since only a crash or a rebuild sets it back,  *)
(* and these are finitely many: MaxCrashes and MaxRebuilds.  Answers are   *)
(* not promised: a client may have gone.                                   *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Projections,  \* Names of views over the same log.
  Ids,          \* Identities of events; each is used once at most.
  MaxCrashes,   \* How many crashes there may be.
  MaxRebuilds,  \* How many rebuilds there may be.
  Variant       \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "CheckpointApart": the checkpoint is saved in a transaction of its own, *)
(* after that of the view.                                                 *)
(*                                                                         *)
(* "ReadWithoutWaiting": a read is answered from the view as it is,        *)
(* whatever the token.                                                     *)
(***************************************************************************)
Variants == {"Correct", "CheckpointApart", "ReadWithoutWaiting"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Projections)
  /\ IsFiniteSet(Ids)
  /\ MaxCrashes \in Nat
  /\ MaxRebuilds \in Nat
  /\ Variant \in Variants

Positions == 1 .. Cardinality(Ids)

-----------------------------------------------------------------------------

VARIABLES
  log,         \* The log that all views are folded from.

  \* What survives a crash, for each projection.
  view,        \* What was folded.
  checkpoint,  \* How many events the projection says these were.

  \* What a projector holds in memory.
  up,          \* The projector runs.
  cursor,      \* How many events it has folded; of no meaning while it is down.

  \* Budgets, used up.
  crashes,
  rebuilds,

  \* History.
  answer       \* The last answer to a reader: its token, its position, the view.

budgets == <<crashes, rebuilds>>
vars    == <<log, view, checkpoint, up, cursor, crashes, rebuilds, answer>>

TypeOK ==
  /\ log \in Seq(Ids)
  /\ view \in [Projections -> Seq(Ids)]
  /\ checkpoint \in [Projections -> {0} \cup Positions]
  /\ up \in [Projections -> BOOLEAN]
  /\ cursor \in [Projections -> {0} \cup Positions]
  /\ crashes \in 0 .. MaxCrashes
  /\ rebuilds \in 0 .. MaxRebuilds
  /\ answer \in [token : {0} \cup Positions, position : {0} \cup Positions, view : Seq(Ids)]

-----------------------------------------------------------------------------
(* The fold.                                                               *)

Range(sequence) == {sequence[i] : i \in DOMAIN sequence}

EmptyView == <<>>

Evolve(folded, id) == Append(folded, id)

(* The view after the first n events of the log.                           *)
RECURSIVE Fold(_)
Fold(n) == IF n = 0 THEN EmptyView ELSE Evolve(Fold(n - 1), log[n])

(* How many events a projection takes for folded: while it is up it goes   *)
(* by its cursor, and once down it will go by its checkpoint.              *)
Reached(projection) ==
  IF up[projection] THEN cursor[projection] ELSE checkpoint[projection]

-----------------------------------------------------------------------------

Init ==
  /\ log = <<>>
  /\ view = [projection \in Projections |-> EmptyView]
  /\ checkpoint = [projection \in Projections |-> 0]
  /\ up = [projection \in Projections |-> TRUE]
  /\ cursor = [projection \in Projections |-> 0]
  /\ crashes = 0
  /\ rebuilds = 0
  /\ answer = [token |-> 0, position |-> 0, view |-> EmptyView]

-----------------------------------------------------------------------------
(* Writers.  The position of the new event is the writer's token.          *)

AppendEvent(id) ==
  /\ id \notin Range(log)
  /\ log' = Append(log, id)
  /\ UNCHANGED <<view, checkpoint, up, cursor, budgets, answer>>

-----------------------------------------------------------------------------
(* Projectors.                                                             *)

(* Folds the next event into the view and saves the checkpoint with it.    *)
Apply(projection) ==
  LET position == cursor[projection] + 1
  IN  /\ up[projection]
      /\ position <= Len(log)
      /\ cursor' = [cursor EXCEPT ![projection] = position]
      /\ view' = [view EXCEPT ![projection] = Evolve(@, log[position])]
      /\ checkpoint' = IF Variant = "CheckpointApart"  \* ViewIsFoldOfPrefixInv
                         THEN checkpoint
                         ELSE [checkpoint EXCEPT ![projection] = position]
      /\ UNCHANGED <<log, up, budgets, answer>>

(* The mistake "CheckpointApart": what Apply should have done.             *)
SaveCheckpoint(projection) ==
  /\ Variant = "CheckpointApart"
  /\ up[projection]
  /\ checkpoint[projection] # cursor[projection]
  /\ checkpoint' = [checkpoint EXCEPT ![projection] = cursor[projection]]
  /\ UNCHANGED <<log, view, up, cursor, budgets, answer>>

(* The projector dies, at any time.                                        *)
Crash(projection) ==
  /\ up[projection]
  /\ crashes < MaxCrashes
  /\ crashes' = crashes + 1
  /\ up' = [up EXCEPT ![projection] = FALSE]
  /\ cursor' = [cursor EXCEPT ![projection] = 0]
  /\ UNCHANGED <<log, view, checkpoint, rebuilds, answer>>

(* It starts again, where its checkpoint says.                             *)
Restart(projection) ==
  /\ ~ up[projection]
  /\ up' = [up EXCEPT ![projection] = TRUE]
  /\ cursor' = [cursor EXCEPT ![projection] = checkpoint[projection]]
  /\ UNCHANGED <<log, view, checkpoint, budgets, answer>>

(* Throws the view away, to fold it from the first event again.            *)
Rebuild(projection) ==
  /\ up[projection]
  /\ rebuilds < MaxRebuilds
  /\ rebuilds' = rebuilds + 1
  /\ view' = [view EXCEPT ![projection] = EmptyView]
  /\ checkpoint' = [checkpoint EXCEPT ![projection] = 0]
  /\ cursor' = [cursor EXCEPT ![projection] = 0]
  /\ UNCHANGED <<log, up, crashes, answer>>

-----------------------------------------------------------------------------
(* Readers.  The view is there while its projector is down.                *)

(* Answers a read with a token of some event of the log.                   *)
ReadAt(projection, token) ==
  /\ token <= Len(log)
  /\ \/ token <= checkpoint[projection]  \* ReadYourWritesInv
     \/ Variant = "ReadWithoutWaiting"
  /\ answer' = [token    |-> token,
                position |-> checkpoint[projection],
                view     |-> view[projection]]
  /\ UNCHANGED <<log, view, checkpoint, up, cursor, budgets>>

-----------------------------------------------------------------------------

Next ==
  \/ \E id \in Ids : AppendEvent(id)
  \/ \E projection \in Projections : Apply(projection)
  \/ \E projection \in Projections : SaveCheckpoint(projection)
  \/ \E projection \in Projections : Crash(projection)
  \/ \E projection \in Projections : Restart(projection)
  \/ \E projection \in Projections : Rebuild(projection)
  \/ \E projection \in Projections, token \in {0} \cup Positions : ReadAt(projection, token)

(* A projector that is down restarts; one that is up goes on.  Weak        *)
(* fairness: each stays possible until it is done, but for a crash.        *)
Fairness ==
  \A projection \in Projections :
    /\ WF_vars(Restart(projection))
    /\ WF_vars(Apply(projection))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What clients may rely on.                                               *)

(* A view is the fold of a prefix of the log, of the length it is said to  *)
(* be: each event once, in order, none left out.                           *)
ViewIsFoldOfPrefixInv ==
  \A projection \in Projections : view[projection] = Fold(Reached(projection))

(* Views that are equally far are equal.                                   *)
EqualPositionsEqualViewsInv ==
  \A p, q \in Projections : Reached(p) = Reached(q) => view[p] = view[q]

(* An answer holds the write that its token stands for, and all before it. *)
ReadYourWritesInv ==
  /\ answer.token <= answer.position
  /\ answer.view = Fold(answer.position)

(* Every event of the log is folded into every view.                       *)
CursorReachesEnd ==
  \A projection \in Projections, position \in Positions :
    Len(log) >= position ~> checkpoint[projection] >= position

(* The ids are used up at some time or are no longer used; from some time  *)
(* on all views are at the end of the log, and stay there.                 *)
ViewsConverge ==
  <>[](\A projection \in Projections :
         checkpoint[projection] = Len(log) /\ view[projection] = log)

=============================================================================
