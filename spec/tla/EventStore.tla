----------------------------- MODULE EventStore -----------------------------
(***************************************************************************)
(* The event store: appends under an expected version, deletions, a disk,  *)
(* and crashes.                                                            *)
(*                                                                         *)
(* A writer reads a stream, decides, and appends a batch of events,        *)
(* saying where it believes the stream is (its expected version).  The     *)
(* store decides: if the stream is there, the batch goes behind it, whole; *)
(* if another writer was faster, the answer says so and nothing is         *)
(* written.  That is optimistic concurrency: of two writers that decided   *)
(* on the same state of a stream, one wins.                                *)
(*                                                                         *)
(* A writer that gets no answer must be able to ask again.  It sends the   *)
(* same events, with the same ids, and the store finds them: the retry is  *)
(* acknowledged and nothing is written twice.  This holds for every kind   *)
(* of expectation, after any number of other appends, after a deletion of  *)
(* the stream, and after a crash.  It can, since ids are unique in the     *)
(* whole store for ever and are rebuilt from the log, not remembered in a  *)
(* cache that a crash empties.                                             *)
(*                                                                         *)
(* An appended batch is first in memory only.  Flush forces all of that to *)
(* the disk at once (group commit), and nothing is acknowledged before.  A *)
(* crash loses what was not flushed; recovery starts from the disk.  So an *)
(* acknowledgement is a promise, and a rejection is none: a writer may be  *)
(* told of a version that a crash then takes back.                         *)
(*                                                                         *)
(* The model has no clients.  Any request may arrive at any time, hence    *)
(* every retry, every race and every stale belief is among its behaviours. *)
(* For the same reason there is no queue of waiting answers: an append is  *)
(* acknowledged by a step of its own, which asks whether the batch stands  *)
(* and is durable.  It is the same question and the same answer for a      *)
(* first attempt whose flush is over and for a retry.                      *)
(*                                                                         *)
(* Source: optimistic concurrency control (Kung and Robinson, 1981);       *)
(* group commit (DeWitt et al., 1984); idempotent appends by event id as   *)
(* event stores offer them, made durable here.                             *)
(*                                                                         *)
(* Abstracted: content.  That the same id comes with other content is a    *)
(* duplicate id too; the store compares it.  Time, reads and subscriptions *)
(* (Subscription.tla).  The disk commits atomically: that is the duty of   *)
(* the engine underneath, and of its journal.                              *)
(*                                                                         *)
(* Safety: OneWinnerInv, AckedDurableInv, RetrySafeInv, UniqueIdInv,       *)
(* VersionsContiguousInv, and that the disk is an EventLog.  Liveness:     *)
(* none yet; Spec has no fairness, so the store may stop at any time.      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Streams,   \* Names of streams.
  Ids,       \* Identities of events.
  MaxBatch,  \* The most events of one append.
  MaxAcked,  \* How many acknowledged appends the history keeps, see acked.
  Variant    \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "VolatileIdCache": duplicates are found by a cache of recent ids, and   *)
(* recovery does not fill it again.                                        *)
(*                                                                         *)
(* "CheckThenAppend": the expected version is checked in one step and the  *)
(* batch written in a later one; a second writer fits between.             *)
(*                                                                         *)
(* "AckBeforeDurable": an append is acknowledged when it is in memory.     *)
(***************************************************************************)
Variants == {"Correct", "VolatileIdCache", "CheckThenAppend", "AckBeforeDurable"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Streams)
  /\ IsFiniteSet(Ids)
  /\ MaxBatch \in Nat \ {0}
  /\ MaxAcked \in Nat
  /\ Variant \in Variants

-----------------------------------------------------------------------------
(* What requests are made of.                                              *)

(* What a writer may believe.  With unique ids no stream outgrows Ids, so  *)
(* these are all the versions there are.                                   *)
Expectations ==
  {[kind |-> "Any"], [kind |-> "NoStream"], [kind |-> "StreamExists"]}
    \cup {[kind |-> "Exact", version |-> n] : n \in 0 .. Cardinality(Ids) - 1}

(* One or more ids, none twice.  The empty batch is an error of the caller *)
(* and never reaches the store.                                            *)
Batches ==
  {ids \in UNION {[1 .. n -> Ids] : n \in 1 .. MaxBatch} :
     \A i, j \in DOMAIN ids : ids[i] = ids[j] => i = j}

(* Why an append is turned down.  An index counts from 0, as versions do.  *)
Rejections ==
  {[kind |-> "WrongExpectedVersion"], [kind |-> "StreamDeleted"]}
    \cup {[kind |-> "DuplicateEventId", index |-> i] : i \in 0 .. MaxBatch - 1}

LogEvent == [stream : Streams, version : Nat, id : Ids]

-----------------------------------------------------------------------------

VARIABLES
  \* What survives a crash.
  disk,     \* [log, deleted]: the durable log and the durably closed streams.

  \* What the running process holds; a crash takes it all.
  running,  \* The process runs; between Crash and Recover it does not.
  log,      \* The log as the process sees it: that of the disk, and a tail
            \* that is not durable yet.
  deleted,  \* The closed streams as the process sees them.
  index,    \* The ids by which the process finds events in its log.
  checked,  \* Appends that were checked and are yet to be written: a queue
            \* that is always empty in the correct design.

  \* History: what clients were promised.  No action reads these, but for
  \* the bound on acked.
  acked,    \* Acknowledged appends, each with the version it starts at.  The
            \* claims below speak about one or two of them, so a history that
            \* keeps any two is enough: MaxAcked.
  ackedDeletes  \* Streams whose deletion was acknowledged.

volatile == <<running, log, deleted, index, checked>>
history  == <<acked, ackedDeletes>>
vars     == <<disk, running, log, deleted, index, checked, acked, ackedDeletes>>

TypeOK ==
  /\ disk \in [log : Seq(LogEvent), deleted : SUBSET Streams]
  /\ running \in BOOLEAN
  /\ log \in Seq(LogEvent)
  /\ deleted \in SUBSET Streams
  /\ index \in SUBSET Ids
  /\ checked \in Seq([stream : Streams, ids : Batches, firstVersion : Nat])
  /\ \A a \in acked :
       a \in [stream : Streams, expected : Expectations, ids : Batches, firstVersion : Nat]
  /\ ackedDeletes \in SUBSET Streams

-----------------------------------------------------------------------------
(* Looking things up.                                                      *)

Min(numbers) == CHOOSE n \in numbers : \A m \in numbers : n <= m
Max(numbers) == CHOOSE n \in numbers : \A m \in numbers : n >= m

Range(sequence) == {sequence[i] : i \in DOMAIN sequence}

IdsOf(events) == {events[i].id : i \in DOMAIN events}

(* The version of the last event of the stream, -1 where it has none.      *)
LastVersion(stream) ==
  Max({-1} \cup {log[i].version : i \in {j \in DOMAIN log : log[j].stream = stream}})

(* Where the process finds the event of this id.                           *)
Nowhere == [version |-> -1]

Locate(id) ==
  IF id \in index
    THEN LET first == log[Min({i \in DOMAIN log : log[i].id = id})]
         IN  [stream |-> first.stream, version |-> first.version]
    ELSE Nowhere

(* All that the outcome of an append depends on.                           *)
FactsFor(stream, ids) ==
  [lastVersion |-> LastVersion(stream),
   isDeleted   |-> stream \in deleted,
   located     |-> [i \in DOMAIN ids |-> Locate(ids[i])]]

(* The ids as events of the stream, from this version on.                  *)
Batch(stream, firstVersion, ids) ==
  [i \in DOMAIN ids |-> [stream |-> stream, version |-> firstVersion + i - 1, id |-> ids[i]]]

(* Each event of the batch is among these events, where it should be.      *)
StandsIn(events, stream, firstVersion, ids) ==
  Range(Batch(stream, firstVersion, ids)) \subseteq Range(events)

-----------------------------------------------------------------------------
(* The rule.  It decides from facts alone, so it can be taken over by any  *)
(* store that can look them up.                                            *)

(* The stream is where the writer believes.                                *)
Matches(expected, lastVersion) ==
  CASE expected.kind = "Any"          -> TRUE
    [] expected.kind = "NoStream"     -> lastVersion = -1
    [] expected.kind = "StreamExists" -> lastVersion >= 0
    [] expected.kind = "Exact"        -> lastVersion = expected.version

(* The writer names the place where its batch must go.                     *)
NamesPlace(expected) == expected.kind \in {"NoStream", "Exact"}

(* A batch that stands from firstVersion on is what was asked for.  Exact  *)
(* and NoStream name a place, so it must be this one; a writer that named  *)
(* none is content with any.                                               *)
AppendedUnder(expected, firstVersion) ==
  CASE expected.kind = "Any"          -> TRUE
    [] expected.kind = "NoStream"     -> firstVersion = 0
    [] expected.kind = "StreamExists" -> TRUE
    [] expected.kind = "Exact"        -> firstVersion - 1 = expected.version

(***************************************************************************)
(* The order of the questions is the rule.                                 *)
(*                                                                         *)
(* What stands already is asked first: whatever became of the stream since *)
(* (other events, a deletion), a retry of an acknowledged append must find *)
(* it.  Only a whole batch counts, in this stream, contiguous and in       *)
(* order.  Part of a batch, a batch in another order, or one that stands   *)
(* elsewhere, is no retry: its ids are taken.  Next come the facts that    *)
(* will never change, and last the version, which the writer can read      *)
(* again and try once more.                                                *)
(***************************************************************************)
Decide(stream, expected, facts) ==
  LET located == facts.located
      first   == located[1].version
      taken   == {i \in DOMAIN located : located[i] # Nowhere}
      stands  == \A i \in DOMAIN located :
                   located[i] = [stream |-> stream, version |-> first + i - 1]
  IN  IF stands /\ AppendedUnder(expected, first)
        THEN [kind |-> "Idempotent", firstVersion |-> first]
      ELSE IF taken # {}
        THEN [kind |-> "DuplicateEventId", index |-> Min(taken) - 1]
      ELSE IF facts.isDeleted
        THEN [kind |-> "StreamDeleted"]
      ELSE IF ~ Matches(expected, facts.lastVersion)
        THEN [kind |-> "WrongExpectedVersion"]
      ELSE [kind |-> "Append"]

(* Closed is for ever, so a second deletion is answered like the first,    *)
(* whatever it expects.                                                    *)
DecideDelete(expected, lastVersion, isDeleted) ==
  IF isDeleted                           THEN "AlreadyDeleted"
  ELSE IF Matches(expected, lastVersion) THEN "Delete"
  ELSE "WrongExpectedVersion"

Outcome(stream, expected, ids) == Decide(stream, expected, FactsFor(stream, ids))

DeleteOutcome(stream, expected) ==
  DecideDelete(expected, LastVersion(stream), stream \in deleted)

-----------------------------------------------------------------------------

Init ==
  /\ disk = [log |-> <<>>, deleted |-> {}]
  /\ running = TRUE
  /\ log = <<>>
  /\ deleted = {}
  /\ index = {}
  /\ checked = <<>>
  /\ acked = {}
  /\ ackedDeletes = {}

-----------------------------------------------------------------------------
(* Requests.                                                               *)

(* Puts the batch behind the stream, in memory.  Decided and written in    *)
(* one step: nobody fits between.                                          *)
AppendEvents(stream, expected, ids) ==
  /\ running
  /\ Variant # "CheckThenAppend"
  /\ Outcome(stream, expected, ids).kind = "Append"            \* OneWinnerInv, UniqueIdInv
  /\ log' = log \o Batch(stream, LastVersion(stream) + 1, ids)  \* the whole batch or nothing
  /\ index' = index \cup Range(ids)                             \* RetrySafeInv
  /\ UNCHANGED <<disk, running, deleted, checked, history>>

(* Turns an append down.  Nothing changes, yet it is an action: a recorded *)
(* history has rejections, and each must have been right when it was       *)
(* given.                                                                  *)
RejectAppend(stream, expected, ids, why) ==
  /\ running
  /\ Outcome(stream, expected, ids) = why
  /\ UNCHANGED vars

(* Acknowledges an append that stands and is durable: a first attempt      *)
(* after its flush, or a retry.  A retry may find a batch that is still in *)
(* memory only, and waits for the flush like the first attempt.            *)
AcknowledgeAppend(stream, expected, ids) ==
  LET outcome == Outcome(stream, expected, ids)
      append  == [stream |-> stream, expected |-> expected, ids |-> ids,
                  firstVersion |-> outcome.firstVersion]
  IN  /\ running
      /\ outcome.kind = "Idempotent"
      /\ \/ StandsIn(disk.log, stream, outcome.firstVersion, ids)  \* AckedDurableInv
         \/ Variant = "AckBeforeDurable"
      /\ append \notin acked
      /\ Cardinality(acked) < MaxAcked
      /\ acked' = acked \cup {append}
      /\ UNCHANGED <<disk, volatile, ackedDeletes>>

(* Closes the stream, in memory.  Its events stay; it takes no more.       *)
DeleteStream(stream, expected) ==
  /\ running
  /\ DeleteOutcome(stream, expected) = "Delete"
  /\ deleted' = deleted \cup {stream}
  /\ UNCHANGED <<disk, running, log, index, checked, history>>

RejectDelete(stream, expected) ==
  /\ running
  /\ DeleteOutcome(stream, expected) = "WrongExpectedVersion"
  /\ UNCHANGED vars

(* Acknowledges a deletion, first or repeated, once it is durable.         *)
AcknowledgeDelete(stream) ==
  /\ running
  /\ stream \in disk.deleted                       \* AckedDurableInv
  /\ stream \notin ackedDeletes
  /\ ackedDeletes' = ackedDeletes \cup {stream}
  /\ UNCHANGED <<disk, volatile, acked>>

-----------------------------------------------------------------------------
(* The disk, and losing what is not on it.                                 *)

(* Forces all that is in memory to the disk, at once: one forced write for *)
(* every append that waits.                                                *)
Flush ==
  /\ running
  /\ disk # [log |-> log, deleted |-> deleted]
  /\ disk' = [log |-> log, deleted |-> deleted]
  /\ UNCHANGED <<volatile, history>>

(* The process dies, at any time.                                          *)
Crash ==
  /\ running
  /\ running' = FALSE
  /\ log' = <<>>
  /\ deleted' = {}
  /\ index' = {}
  /\ checked' = <<>>
  /\ UNCHANGED <<disk, history>>

(* The process starts again, from the disk.  All that it knows, it knows   *)
(* from there; the index is no exception.                                  *)
Recover ==
  /\ ~ running
  /\ running' = TRUE
  /\ log' = disk.log
  /\ deleted' = disk.deleted
  /\ index' = IF Variant = "VolatileIdCache" THEN {} ELSE IdsOf(disk.log)  \* RetrySafeInv
  /\ UNCHANGED <<disk, checked, history>>

-----------------------------------------------------------------------------
(* The mistake "CheckThenAppend": what AppendEvents does in one step, in   *)
(* two.  Two appends under way are enough for a race, and those that name  *)
(* their place show it at its plainest.                                    *)

CheckAppend(stream, expected, ids) ==
  /\ running
  /\ Variant = "CheckThenAppend"
  /\ NamesPlace(expected)
  /\ Len(checked) < 2
  /\ Outcome(stream, expected, ids).kind = "Append"  \* true now, and when it is written?
  /\ checked' = Append(checked,
       [stream |-> stream, ids |-> ids, firstVersion |-> LastVersion(stream) + 1])
  /\ UNCHANGED <<disk, running, log, deleted, index, history>>

WriteChecked ==
  LET append == Head(checked)
  IN  /\ running
      /\ checked # <<>>
      /\ log' = log \o Batch(append.stream, append.firstVersion, append.ids)
      /\ index' = index \cup Range(append.ids)
      /\ checked' = Tail(checked)
      /\ UNCHANGED <<disk, running, deleted, history>>

-----------------------------------------------------------------------------

Next ==
  \/ \E stream \in Streams, expected \in Expectations, ids \in Batches :
       AppendEvents(stream, expected, ids)
  \/ \E stream \in Streams, expected \in Expectations, ids \in Batches, why \in Rejections :
       RejectAppend(stream, expected, ids, why)
  \/ \E stream \in Streams, expected \in Expectations, ids \in Batches :
       AcknowledgeAppend(stream, expected, ids)
  \/ \E stream \in Streams, expected \in Expectations : DeleteStream(stream, expected)
  \/ \E stream \in Streams, expected \in Expectations : RejectDelete(stream, expected)
  \/ \E stream \in Streams : AcknowledgeDelete(stream)
  \/ Flush
  \/ Crash
  \/ Recover
  \/ \E stream \in Streams, expected \in Expectations, ids \in Batches :
       CheckAppend(stream, expected, ids)
  \/ WriteChecked

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What clients may rely on.                                               *)

(* One winner: behind one version of a stream stands one event.  So of two *)
(* appends that expected the same version, both acknowledged, neither says *)
(* other than the other.  (One may be the beginning of the other: it was   *)
(* acknowledged since all it asked for stood there.)                       *)
OneWinnerInv ==
  \A a, b \in acked :
    /\ a.stream = b.stream
    /\ a.expected = b.expected
    /\ NamesPlace(a.expected)
    => \A i \in DOMAIN a.ids \cap DOMAIN b.ids : a.ids[i] = b.ids[i]

(* An acknowledgement is a promise that a crash does not break: the whole  *)
(* batch is on the disk where the answer said, the closed stream is closed *)
(* on the disk.                                                            *)
AckedDurableInv ==
  /\ \A a \in acked : StandsIn(disk.log, a.stream, a.firstVersion, a.ids)
  /\ ackedDeletes \subseteq disk.deleted

(* A client that asks again for what was acknowledged gets the same answer *)
(* and nothing is written, whatever it expected and whatever happened      *)
(* since.                                                                  *)
RetrySafeInv ==
  running => \A a \in acked :
    Outcome(a.stream, a.expected, a.ids)
      = [kind |-> "Idempotent", firstVersion |-> a.firstVersion]

(* Not only what was acknowledged: a batch that stands is found by whoever *)
(* asks for it, also by a writer whose first answer was lost.              *)
StandingIsFoundInv ==
  running => \A stream \in Streams, expected \in Expectations, ids \in Batches :
    \A version \in 0 .. Len(log) - 1 :
      StandsIn(log, stream, version, ids) /\ AppendedUnder(expected, version)
      => Outcome(stream, expected, ids) = [kind |-> "Idempotent", firstVersion |-> version]

(* An id names one event of the whole store.                               *)
UniqueIdInv ==
  \A events \in {log, disk.log} :
    \A i, j \in DOMAIN events : events[i].id = events[j].id => i = j

(* The first event of a stream has version 0, the next one 1, and so on.   *)
VersionsContiguousInv ==
  \A events \in {log, disk.log} : \A i \in DOMAIN events :
    events[i].version = Cardinality({j \in 1 .. i - 1 : events[j].stream = events[i].stream})

(* What the process sees begins with what is durable.                      *)
DiskIsPrefixInv ==
  running => /\ Len(disk.log) <= Len(log)
             /\ SubSeq(log, 1, Len(disk.log)) = disk.log
             /\ disk.deleted \subseteq deleted

(* What is durable stays, where it is.                                     *)
AppendOnlyProp ==
  [][/\ Len(disk.log) <= Len(disk'.log)
     /\ SubSeq(disk'.log, 1, Len(disk.log)) = disk.log]_disk

(* A stream that is durably closed stays so, and takes no more events.     *)
ClosedForEverProp ==
  [][\A stream \in disk.deleted :
       /\ stream \in disk'.deleted
       /\ \A i \in DOMAIN disk'.log \ DOMAIN disk.log : disk'.log[i].stream # stream]_disk

-----------------------------------------------------------------------------
(* The disk of the store is an EventLog.  A flush is one commit of it,     *)
(* with as many batches as were waiting; all the rest is invisible there.  *)

Log == INSTANCE EventLog WITH
  log       <- disk.log,
  MaxCommit <- Cardinality(Ids),
  Variant   <- "Correct"

LogSpec == Log!Spec

THEOREM Spec => LogSpec

=============================================================================
