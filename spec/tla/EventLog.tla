------------------------------ MODULE EventLog ------------------------------
(***************************************************************************)
(* The log of events: the one thing everything else in this house stands  *)
(* on, and all that a reader of the log may rely on.                       *)
(*                                                                         *)
(* A log is a sequence of events.  A commit puts one or more events behind *)
(* it, whole, and nothing else ever happens to it.  The log is cut into    *)
(* streams: an event belongs to one stream and carries its version, the    *)
(* number of events of that stream in front of it.  So the first version   *)
(* of a stream is 0 and versions have no gaps.  The position of an event   *)
(* is its index in the log; commit order is position order.                *)
(*                                                                         *)
(* One commit may hold events of several streams and of several clients.   *)
(* A store that forces its disk once for many waiting appends (group       *)
(* commit) takes many steps of its own and one step of this module.        *)
(*                                                                         *)
(* Source: the shared log of event sourcing; the append-only file of every *)
(* write-ahead log.                                                        *)
(*                                                                         *)
(* Abstracted: content (an event is its id), time, who appends and under   *)
(* what condition, failures.  EventStore.tla adds these and refines this   *)
(* module.                                                                 *)
(*                                                                         *)
(* Safety: what is in the log stays there, where it is (AppendOnlyProp);   *)
(* versions are contiguous (ContiguousInv).  Liveness: none; a log nobody  *)
(* appends to is a good log.                                               *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Streams,    \* Names of streams.
  Ids,        \* Identities of events; each is used once at most.
  MaxCommit,  \* The most events of one commit.
  Variant     \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistake.                                                            *)
(*                                                                         *)
(* "Overwrite": an event that turned out wrong is corrected where it is,   *)
(* instead of by a further event.  Every reader that was past it keeps the *)
(* old one and never hears of the new one.                                 *)
(***************************************************************************)
Variants == {"Correct", "Overwrite"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Streams)
  /\ IsFiniteSet(Ids)
  /\ MaxCommit \in Nat
  /\ Variant \in Variants

-----------------------------------------------------------------------------

VARIABLE
  log  \* All events, in the order in which they were committed.

vars == <<log>>

LogEvent == [stream : Streams, version : Nat, id : Ids]

TypeOK == log \in Seq(LogEvent)

-----------------------------------------------------------------------------
(* Helpers.                                                                *)

StoredIds == {log[i].id : i \in DOMAIN log}

(* How many of the first n of these events are in the stream.  Works for   *)
(* events and for entries alike: both say which stream they are for.       *)
CountIn(events, n, stream) ==
  Cardinality({i \in 1 .. n : events[i].stream = stream})

(* What a commit asks for: streams and ids; the log itself gives versions. *)
LogEntry == [stream : Streams, id : Ids]

Commits ==
  {entries \in UNION {[1 .. n -> LogEntry] : n \in 1 .. MaxCommit} :
     \A i, j \in DOMAIN entries : entries[i].id = entries[j].id => i = j}

(* The entries as events: each behind all earlier ones of its stream,      *)
(* those of the log and those of the same commit.                          *)
Placed(entries) ==
  [i \in DOMAIN entries |->
     [stream  |-> entries[i].stream,
      version |-> CountIn(log, Len(log), entries[i].stream)
                    + CountIn(entries, i - 1, entries[i].stream),
      id      |-> entries[i].id]]

IsPrefix(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

-----------------------------------------------------------------------------
(* The one action, and the mistake.                                        *)

Init == log = <<>>

(* Commits entries, all of them or none.                                   *)
AppendEvents(entries) ==
  /\ \A i \in DOMAIN entries : entries[i].id \notin StoredIds  \* an id names one event
  /\ log' = log \o Placed(entries)                             \* behind, never between

(* The mistake: puts another event where one stands already.               *)
OverwriteEvent(position, id) ==
  /\ Variant = "Overwrite"
  /\ position \in DOMAIN log
  /\ id \notin StoredIds
  /\ log' = [log EXCEPT ![position].id = id]

Next ==
  \/ \E entries \in Commits : AppendEvents(entries)
  \/ \E position \in 1 .. Cardinality(Ids), id \in Ids : OverwriteEvent(position, id)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What a reader may rely on.                                              *)

(* Whatever was read once is read again, at the same position, for ever.   *)
AppendOnlyProp == [][IsPrefix(log, log')]_vars

(* The version of an event is the number of events of its stream in front  *)
(* of it: streams start at 0 and have no gaps and no forks.                *)
ContiguousInv ==
  \A i \in DOMAIN log : log[i].version = CountIn(log, i - 1, log[i].stream)

=============================================================================
