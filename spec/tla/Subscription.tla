---------------------------- MODULE Subscription ----------------------------
(***************************************************************************)
(* A catch-up subscription: a reader that follows the log by position,     *)
(* processes every event in order, and may die at any time.                *)
(*                                                                         *)
(* A writer takes a position and commits later.  Two writers may commit in *)
(* the other order, so a reader can see position 2 while position 1 is     *)
(* still under way.  If it goes on to 2 it has jumped over an event that   *)
(* appears behind its back, and no retry will ever find it.  The rule is:  *)
(* pass over a position only when it is resolved, that is committed and    *)
(* read, or rolled back.  What lies below the first unresolved position is *)
(* the stable part of the log.  It only grows at its end, so to those who  *)
(* keep the rule it is an EventLog, and what a subscriber sees is a prefix *)
(* of it.                                                                  *)
(*                                                                         *)
(* The reader reads ahead, processes, and now and then saves a checkpoint. *)
(* A crash takes what it holds in memory; it goes on behind the checkpoint *)
(* and sees some events again (at least once), but none too late and none  *)
(* never.  So the checkpoint may trail what was processed and must not     *)
(* lead it.                                                                *)
(*                                                                         *)
(* Source: the gap that identity columns and sequences leave under         *)
(* concurrent transactions; the low watermark of a log that is replicated  *)
(* by position.                                                            *)
(*                                                                         *)
(* Abstracted: content, streams, batches (a writer holds one position at a *)
(* time), and how the reader learns that a position is resolved: the       *)
(* engine tells the oldest transaction under way, or a position is only    *)
(* taken while holding a lock.  With such a lock, as in the SQLite         *)
(* adapter, nothing is ever unresolved in front of a committed event, and  *)
(* the rule keeps itself.  A writer that crashes is rolled back.           *)
(*                                                                         *)
(* Safety: NoGapInv, CheckpointInv, OrderInv, DeliversPrefixInv, and that  *)
(* the stable part is an EventLog.  Liveness: what is committed is seen    *)
(* (CommittedIsSeen) and not seen again for ever (SeenIsCheckpointed),     *)
(* if writers end what they began and the reader, once up, goes on.  Weak  *)
(* fairness is enough, since nothing but a crash takes from a step what it *)
(* needs, and crashes are finitely many: MaxCrashes is the budget of them. *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Writers,      \* Names of writers.
  MaxPosition,  \* The last position of the log.
  MaxAhead,     \* The most events that are read and not yet processed.
  MaxCrashes,   \* How often the reader may crash.
  Patience,     \* How often the mistake "SkipOldGaps" looks at one gap.
  Variant       \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "NaiveReader": the reader goes on to the next event it can see.         *)
(*                                                                         *)
(* "SkipOldGaps": a gap that stays for so long must be from a rollback.    *)
(* It is not: no time is long enough for a writer that is slow.            *)
(*                                                                         *)
(* "CheckpointAheadOfProcessing": the checkpoint is saved up to what was   *)
(* read.                                                                   *)
(***************************************************************************)
Variants == {"Correct", "NaiveReader", "SkipOldGaps", "CheckpointAheadOfProcessing"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Writers)
  /\ MaxPosition \in Nat
  /\ MaxAhead \in Nat \ {0}
  /\ MaxCrashes \in Nat
  /\ Patience \in Nat
  /\ Variant \in Variants

Positions == 1 .. MaxPosition

-----------------------------------------------------------------------------

VARIABLES
  \* The log, as the engine knows it.
  status,      \* What became of each position.
  held,        \* The position each writer has taken and not resolved; 0 for none.

  \* What the reader holds; a crash takes it all.
  cursor,      \* The last position that was read.
  ahead,       \* Positions that were read and are yet to be processed.
  processed,   \* The last position that was processed.
  looks,       \* How often the same gap was looked at; 0 in the correct design.

  \* What survives.
  checkpoint,  \* Where the reader starts again.
  crashes,     \* How many crashes there were.

  \* History.
  seen         \* Positions that were processed, each when it was first.

log     == <<status, held>>
reader  == <<cursor, ahead, processed, looks>>
durable == <<checkpoint, crashes>>
vars    == <<status, held, cursor, ahead, processed, looks, checkpoint, crashes, seen>>

TypeOK ==
  /\ status \in [Positions -> {"Free", "Taken", "Committed", "RolledBack"}]
  /\ held \in [Writers -> 0 .. MaxPosition]
  /\ cursor \in 0 .. MaxPosition
  /\ ahead \in Seq(Positions)
  /\ processed \in 0 .. MaxPosition
  /\ looks \in 0 .. Patience
  /\ checkpoint \in 0 .. MaxPosition
  /\ crashes \in 0 .. MaxCrashes
  /\ seen \in Seq(Positions)

-----------------------------------------------------------------------------
(* Helpers.                                                                *)

Range(sequence) == {sequence[i] : i \in DOMAIN sequence}

Ascending(sequence) ==
  \A i, j \in DOMAIN sequence : i < j => sequence[i] < sequence[j]

(* Nothing will happen to it any more.                                     *)
IsResolved(position) == status[position] \in {"Committed", "RolledBack"}

(* What lies between the reader and this position.                         *)
Between(position) == cursor + 1 .. position - 1

(* The committed positions of the stable part, in order: all that is below *)
(* the first unresolved position.                                          *)
IsStable(position) == \A lower \in 1 .. position : IsResolved(lower)

StablePositions ==
  SelectSeq([p \in Positions |-> p],
            LAMBDA p : status[p] = "Committed" /\ IsStable(p))

-----------------------------------------------------------------------------

Init ==
  /\ status = [position \in Positions |-> "Free"]
  /\ held = [writer \in Writers |-> 0]
  /\ cursor = 0
  /\ ahead = <<>>
  /\ processed = 0
  /\ looks = 0
  /\ checkpoint = 0
  /\ crashes = 0
  /\ seen = <<>>

-----------------------------------------------------------------------------
(* Writers.                                                                *)

(* Takes the next free position.  Others may take the next one and commit  *)
(* it first.                                                               *)
Allocate(writer, position) ==
  /\ held[writer] = 0
  /\ status[position] = "Free"
  /\ \A lower \in 1 .. position - 1 : status[lower] # "Free"  \* the next one
  /\ status' = [status EXCEPT ![position] = "Taken"]
  /\ held' = [held EXCEPT ![writer] = position]
  /\ UNCHANGED <<reader, durable, seen>>

(* From now on readers see it.                                             *)
Commit(writer) ==
  /\ held[writer] # 0
  /\ status' = [status EXCEPT ![held[writer]] = "Committed"]
  /\ held' = [held EXCEPT ![writer] = 0]
  /\ UNCHANGED <<reader, durable, seen>>

(* The position is never used; its gap stays for ever.                     *)
Rollback(writer) ==
  /\ held[writer] # 0
  /\ status' = [status EXCEPT ![held[writer]] = "RolledBack"]
  /\ held' = [held EXCEPT ![writer] = 0]
  /\ UNCHANGED <<reader, durable, seen>>

-----------------------------------------------------------------------------
(* The reader.                                                             *)

(* How the variants judge what they are about to pass over.                *)
MayPassOver(lower) ==
  CASE Variant = "NaiveReader" -> TRUE
    [] Variant = "SkipOldGaps" -> status[lower] = "RolledBack" \/ looks = Patience
    [] OTHER                   -> status[lower] = "RolledBack"

(* Reads the next committed event.                                         *)
Read(position) ==
  /\ position > cursor
  /\ Len(ahead) < MaxAhead
  /\ status[position] = "Committed"
  /\ \A lower \in Between(position) :
       /\ status[lower] # "Committed"  \* the next one
       /\ MayPassOver(lower)           \* NoGapInv
  /\ cursor' = position
  /\ ahead' = Append(ahead, position)
  /\ looks' = 0
  /\ UNCHANGED <<log, processed, durable, seen>>

(* Processes the oldest event that was read.                               *)
Process ==
  /\ ahead # <<>>
  /\ processed' = Head(ahead)
  /\ ahead' = Tail(ahead)                                                 \* OrderInv
  /\ seen' = IF Head(ahead) \in Range(seen) THEN seen ELSE Append(seen, Head(ahead))
  /\ UNCHANGED <<log, cursor, looks, durable>>

(* Saves how far the reader has come.                                      *)
SaveCheckpoint ==
  LET reached == IF Variant = "CheckpointAheadOfProcessing" THEN cursor ELSE processed
  IN  /\ reached # checkpoint
      /\ checkpoint' = reached                                            \* CheckpointInv
      /\ UNCHANGED <<log, reader, crashes, seen>>

(* The reader dies and starts again from its checkpoint.                   *)
Crash ==
  /\ crashes < MaxCrashes
  /\ crashes' = crashes + 1
  /\ cursor' = checkpoint
  /\ processed' = checkpoint
  /\ ahead' = <<>>
  /\ looks' = 0
  /\ UNCHANGED <<log, checkpoint, seen>>

(* The mistake "SkipOldGaps": an event is there, in front of it a gap.     *)
LookAtGap ==
  /\ Variant = "SkipOldGaps"
  /\ looks < Patience
  /\ \E position \in cursor + 1 .. MaxPosition :
       /\ status[position] = "Committed"
       /\ \E lower \in Between(position) : ~ IsResolved(lower)
       /\ \A lower \in Between(position) : status[lower] # "Committed"
  /\ looks' = looks + 1
  /\ UNCHANGED <<log, cursor, ahead, processed, durable, seen>>

-----------------------------------------------------------------------------

Next ==
  \/ \E writer \in Writers, position \in Positions : Allocate(writer, position)
  \/ \E writer \in Writers : Commit(writer)
  \/ \E writer \in Writers : Rollback(writer)
  \/ \E position \in Positions : Read(position)
  \/ Process
  \/ SaveCheckpoint
  \/ Crash
  \/ LookAtGap

(* Each writer ends what it began, one way or the other.  The reader reads *)
(* what it may, processes what it read, and saves its checkpoint.  Weak    *)
(* fairness: each of these stays possible until it is done or a crash      *)
(* comes in between.                                                       *)
Fairness ==
  /\ \A writer \in Writers : WF_vars(Commit(writer) \/ Rollback(writer))
  /\ WF_vars(\E position \in Positions : Read(position))
  /\ WF_vars(Process)
  /\ WF_vars(SaveCheckpoint)

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What a subscriber may rely on.                                          *)

(* Whatever is committed at or below the last position that was processed  *)
(* was processed too.                                                      *)
NoGapInv ==
  \A position \in 1 .. processed :
    status[position] = "Committed" => position \in Range(seen)

(* A checkpoint at p: everything at or below p was processed, and nothing  *)
(* can appear there later.                                                 *)
CheckpointInv ==
  \A position \in 1 .. checkpoint :
    \/ status[position] = "RolledBack"
    \/ status[position] = "Committed" /\ position \in Range(seen)

(* Events are seen in the order of the log, first or again.                *)
OrderInv ==
  /\ Ascending(seen)
  /\ Ascending(<<processed>> \o ahead)

(* What was seen is a prefix of the stable part of the log.                *)
DeliversPrefixInv ==
  /\ Len(seen) <= Len(StablePositions)
  /\ SubSeq(StablePositions, 1, Len(seen)) = seen

(* What is committed is seen.                                              *)
CommittedIsSeen ==
  \A position \in Positions : status[position] = "Committed" ~> position \in Range(seen)

(* What is seen is not seen again and again.                               *)
SeenIsCheckpointed ==
  \A position \in Positions : position \in Range(seen) ~> checkpoint >= position

-----------------------------------------------------------------------------
(* The stable part is an EventLog: of one stream, with positions for ids.  *)
(* Resolving the first unresolved position may release several that were   *)
(* committed behind it; there, that is one commit of them all.             *)

StableLog ==
  LET positions == StablePositions
  IN  [i \in DOMAIN positions |->
         [stream |-> "all", version |-> i - 1, id |-> positions[i]]]

Log == INSTANCE EventLog WITH
  log       <- StableLog,
  Streams   <- {"all"},
  Ids       <- Positions,
  MaxCommit <- MaxPosition,
  Variant   <- "Correct"

LogSpec == Log!Spec

THEOREM Spec => LogSpec

=============================================================================
