-------------------------------- MODULE Fold --------------------------------
(***************************************************************************)
(* Event sourcing: the state of a thing is the fold of its events, now and *)
(* at any time before.                                                     *)
(*                                                                         *)
(* The thing is a savings account.  It starts empty; each event takes it   *)
(* from one state to the next: state n = Evolve(state n-1, event n).  Two  *)
(* things make this useful in the long run, and both can spoil it.         *)
(*                                                                         *)
(* Snapshots.  Folding from the first event takes ever longer, so a state  *)
(* is stored together with its version, the number of events in it, and    *)
(* folding goes on from there.  A snapshot is a cache: it may be dropped   *)
(* at any time, and it must not matter which of them are there.            *)
(*                                                                         *)
(* Schemas.  At first deposits had no currency; then they were given one.  *)
(* What is stored is not touched: code of the second schema upcasts what   *)
(* it reads, events and snapshots alike, and all that has no currency has  *)
(* the default one.  That is right if it does not matter whether one folds *)
(* old events with old code and upcasts the state, or upcasts the events   *)
(* and folds with new code: the square commutes.                           *)
(*                                                                         *)
(*     events of schema 1 ---- fold ----> state of schema 1                *)
(*            |                                  |                         *)
(*       UpcastEvent                        UpcastState                    *)
(*            v                                  v                         *)
(*     events of schema 2 ---- fold ----> state of schema 2                *)
(*                                                                         *)
(* Source: event sourcing as of Fowler (2005) and Young (2010); the square *)
(* is the definition of a homomorphism.                                    *)
(*                                                                         *)
(* Abstracted: decisions (who may append what), several streams, storage.  *)
(* Interest is paid by doubling: this makes the fold depend on the order   *)
(* of events.  All code changes its schema at once; old code that meets a  *)
(* new event has to set it aside, see Delivery.tla.                        *)
(*                                                                         *)
(* Safety: SnapshotEqualsFoldInv, UpcastCommutesInv, TimeTravelInv,        *)
(* NothingIsRewrittenProp.  Liveness: none; nobody has to do anything.     *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Amounts,     \* What may be deposited at once.
  Currencies,  \* Names of currencies.
  Default,     \* The currency of what was deposited before there were any.
  MaxEvents,   \* How many events there may be.
  Variant      \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "SnapshotAhead": the state of a snapshot is ahead of its version, as    *)
(* when the version is noted first and the state is copied later.          *)
(*                                                                         *)
(* "TwoDefaults": events and states are upcast with different defaults, as *)
(* when two configurations hold the one thing.                             *)
(***************************************************************************)
Variants == {"Correct", "SnapshotAhead", "TwoDefaults"}

ASSUME ConstantsAreSound ==
  /\ Amounts \subseteq Nat
  /\ IsFiniteSet(Currencies)
  /\ Default \in Currencies
  /\ MaxEvents \in Nat
  /\ Variant \in Variants

Schemas  == {1, 2}
Versions == 0 .. MaxEvents

(* What code of each schema writes.                                        *)
InterestPaid == [kind |-> "InterestPaid"]

EventsOf(codeSchema) ==
  {InterestPaid} \cup
    IF codeSchema = 1
      THEN {[kind |-> "DepositedV1", amount |-> a] : a \in Amounts}
      ELSE {[kind |-> "DepositedV2", amount |-> a, currency |-> c] :
              a \in Amounts, c \in Currencies}

Event == EventsOf(1) \cup EventsOf(2)

-----------------------------------------------------------------------------

VARIABLES
  log,        \* The events of the account, as they were written.
  snapshots,  \* Stored states with their versions, as they were written.
  schema,     \* The schema of the code that runs.

  \* History.
  answer      \* The last answer to a question about some version.

vars == <<log, snapshots, schema, answer>>

IsState(state) ==
  CASE state.kind = "SavingsV1" -> state.balance \in Nat
    [] state.kind = "SavingsV2" -> state.balances \in [Currencies -> Nat]
    [] OTHER                    -> FALSE

TypeOK ==
  /\ log \in Seq(Event)
  /\ \A snapshot \in snapshots : snapshot.version \in Versions /\ IsState(snapshot.state)
  /\ schema \in Schemas
  /\ answer.version \in Versions /\ IsState(answer.state)

-----------------------------------------------------------------------------
(* The fold, and reading what is old.                                      *)

InitialState(codeSchema) ==
  IF codeSchema = 1
    THEN [kind |-> "SavingsV1", balance |-> 0]
    ELSE [kind |-> "SavingsV2", balances |-> [c \in Currencies |-> 0]]

(* State and event are of one schema.                                      *)
Evolve(state, event) ==
  CASE event.kind = "DepositedV1" ->
         [state EXCEPT !.balance = @ + event.amount]
    [] event.kind = "DepositedV2" ->
         [state EXCEPT !.balances[event.currency] = @ + event.amount]
    [] event.kind = "InterestPaid" /\ state.kind = "SavingsV1" ->
         [state EXCEPT !.balance = 2 * @]
    [] event.kind = "InterestPaid" /\ state.kind = "SavingsV2" ->
         [state EXCEPT !.balances = [c \in Currencies |-> 2 * @[c]]]

UpcastEvent(event) ==
  IF event.kind = "DepositedV1"
    THEN [kind |-> "DepositedV2", amount |-> event.amount, currency |-> Default]
    ELSE event

(* The default of states: the same one.                                    *)
DefaultOfStates ==
  IF Variant = "TwoDefaults"                        \* UpcastCommutesInv
    THEN CHOOSE c \in Currencies : c # Default
    ELSE Default

UpcastState(state) ==
  IF state.kind = "SavingsV1"
    THEN [kind     |-> "SavingsV2",
          balances |-> [c \in Currencies |-> IF c = DefaultOfStates THEN state.balance ELSE 0]]
    ELSE state

(* As code of a schema reads them.                                         *)
EventAs(codeSchema, event) == IF codeSchema = 2 THEN UpcastEvent(event) ELSE event
StateAs(codeSchema, state) == IF codeSchema = 2 THEN UpcastState(state) ELSE state

(* The state, of this version, after the further events up to another.     *)
RECURSIVE FoldFrom(_, _, _, _)
FoldFrom(codeSchema, state, version, to) ==
  IF version = to
    THEN state
    ELSE FoldFrom(codeSchema,
                  Evolve(state, EventAs(codeSchema, log[version + 1])), version + 1, to)

(* The definition of the state of a version.                               *)
FoldTo(codeSchema, version) ==
  FoldFrom(codeSchema, InitialState(codeSchema), 0, version)

(* The quick way to it, from the nearest snapshot.                         *)
Rehydrate(version) ==
  LET usable == {snapshot \in snapshots : snapshot.version <= version}
  IN  IF usable = {}
        THEN FoldTo(schema, version)
        ELSE LET nearest == CHOOSE s \in usable : \A other \in usable : other.version <= s.version
             IN  FoldFrom(schema, StateAs(schema, nearest.state), nearest.version, version)

-----------------------------------------------------------------------------

Init ==
  /\ log = <<>>
  /\ snapshots = {}
  /\ schema = 1
  /\ answer = [version |-> 0, state |-> InitialState(1)]

-----------------------------------------------------------------------------
(* Actions.                                                                *)

(* Something happens to the account.                                       *)
AppendEvent(event) ==
  /\ Len(log) < MaxEvents
  /\ event \in EventsOf(schema)
  /\ log' = Append(log, event)
  /\ UNCHANGED <<snapshots, schema, answer>>

(* Stores the state of some version, not of the last one necessarily.      *)
TakeSnapshot(version) ==
  LET copied == IF Variant = "SnapshotAhead" THEN Len(log) ELSE version  \* SnapshotEqualsFoldInv
  IN  /\ version <= Len(log)
      /\ \A snapshot \in snapshots : snapshot.version # version
      /\ snapshots' = snapshots \cup {[version |-> version, state |-> Rehydrate(copied)]}
      /\ UNCHANGED <<log, schema, answer>>

(* Snapshots may be dropped.                                               *)
DropSnapshot(version) ==
  /\ \E snapshot \in snapshots : snapshot.version = version
  /\ snapshots' = {snapshot \in snapshots : snapshot.version # version}
  /\ UNCHANGED <<log, schema, answer>>

(* From now on the code is of schema 2 and upcasts what it reads.          *)
Upcast ==
  /\ schema = 1
  /\ schema' = 2
  /\ UNCHANGED <<log, snapshots, answer>>  \* NothingIsRewrittenProp

(* Answers what the state was at some version.                             *)
StateAt(version) ==
  /\ version <= Len(log)
  /\ answer' = [version |-> version, state |-> Rehydrate(version)]
  /\ UNCHANGED <<log, snapshots, schema>>

Next ==
  \/ \E event \in Event : AppendEvent(event)
  \/ \E version \in Versions : TakeSnapshot(version)
  \/ \E version \in Versions : DropSnapshot(version)
  \/ Upcast
  \/ \E version \in Versions : StateAt(version)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What holds.                                                             *)

SchemaOf(state) == IF state.kind = "SavingsV1" THEN 1 ELSE 2

(* A snapshot is the fold of the events that its version says.             *)
SnapshotEqualsFoldInv ==
  \A snapshot \in snapshots :
    snapshot.state = FoldTo(SchemaOf(snapshot.state), snapshot.version)

(* Folding and upcasting commute, for as long as all events are old.       *)
UpcastCommutesInv ==
  \A version \in 0 .. Len(log) :
    (\A i \in 1 .. version : log[i].kind # "DepositedV2")
    => UpcastState(FoldTo(1, version)) = FoldTo(2, version)

(* The past stays as it was answered: whatever was appended, stored,       *)
(* dropped, or upcast since.                                               *)
TimeTravelInv == StateAs(schema, answer.state) = FoldTo(schema, answer.version)

(* What was written is never written again.                                *)
NothingIsRewrittenProp ==
  [][/\ Len(log) <= Len(log')
     /\ SubSeq(log', 1, Len(log)) = log
     /\ schema' # schema => UNCHANGED <<log, snapshots>>]_vars

=============================================================================
