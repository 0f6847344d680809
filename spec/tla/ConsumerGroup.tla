--------------------------- MODULE ConsumerGroup ----------------------------
(***************************************************************************)
(* A consumer group: members that share the partitions of a log, and       *)
(* change.                                                                 *)
(*                                                                         *)
(* A coordinator knows which members are alive and gives each partition to *)
(* one of them.  Whenever a member joins, or is taken for dead, it deals   *)
(* the partitions again and numbers the deal: the generation.  A member    *)
(* learns of its partitions, starts each where the group's last commit is, *)
(* processes record after record, and commits how far it got.              *)
(*                                                                         *)
(* The coordinator can be wrong about a death.  A member that was only     *)
(* slow goes on with the partitions it had, next to the member that has    *)
(* them now: it is a zombie.  Nothing can stop it from processing a record *)
(* once more, which is why consumers of the group have an inbox            *)
(* (Delivery.tla; this module is where its redeliveries come from).  What  *)
(* can be stopped is its commit.  Every commit carries the generation that *)
(* its member knows; the coordinator turns down all but the current one    *)
(* (fencing), and so tells the zombie what it is.  Otherwise a zombie      *)
(* would take the group's commit back, or put it where it wants.           *)
(*                                                                         *)
(* Records are committed after they were processed, never before.  Then a  *)
(* commit at k says that all records up to k were processed, by whichever  *)
(* members.                                                                *)
(*                                                                         *)
(* Source: the group protocol of partitioned logs (Apache Kafka's design); *)
(* leases and fencing tokens (Gray and Cheriton, 1989).                    *)
(*                                                                         *)
(* Abstracted: content; producers (the records are there from the start);  *)
(* how partitions are dealt (any deal that gives each to one live member); *)
(* heartbeats (a member may be taken for dead at any moment); retries of a *)
(* failing record, and its dead letter.  The coordinator's state is        *)
(* durable.                                                                *)
(*                                                                         *)
(* Safety: OneOwnerInv, NoLossInv, CommitMonotonicProp.                    *)
(*                                                                         *)
(* Liveness: every record is processed and committed                       *)
(* (RecordsAreCommitted), if somebody joins an empty group, and members go *)
(* on: weak fairness of Join while the group is empty, of Learn, Process   *)
(* and Commit.  Weak suffices, since the wrongful deaths are counted and   *)
(* bounded: after the last one nobody is taken away from a partition, so a *)
(* step that is enabled stays enabled until it is taken.  If the deaths    *)
(* had no end, strong fairness of Commit would be needed, and would not be *)
(* enough: a member may be expired before it has anything to commit, each  *)
(* time.                                                                   *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Members,      \* Names of members.
  Partitions,   \* Names of partitions.
  Records,      \* How many records each partition has; they are numbered from 1.
  MaxExpiries,  \* How often a member is taken for dead.
  Variant       \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "Unfenced": the coordinator takes the commit of any member.             *)
(*                                                                         *)
(* "CommitAhead": a member commits the record that it is about to process. *)
(***************************************************************************)
Variants == {"Correct", "Unfenced", "CommitAhead"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Members)
  /\ IsFiniteSet(Partitions)
  /\ Records \in Nat
  /\ MaxExpiries \in Nat
  /\ Variant \in Variants

(* Who gets which partitions: each has one owner, or none.                 *)
Assignments ==
  {assignment \in [Members -> SUBSET Partitions] :
     \A a, b \in Members : a # b => assignment[a] \cap assignment[b] = {}}

-----------------------------------------------------------------------------

VARIABLES
  \* The coordinator; all of it survives.
  live,        \* The members that it takes for alive.
  generation,  \* The number of the current deal.
  assignment,  \* The current deal: the partitions of each member.
  committed,   \* How far the group got in each partition, as was last committed.
  expiries,    \* How often a member was taken for dead.

  \* The members.
  known,       \* The generation that each member knows.
  positions,   \* How far each member got, in each partition that it thinks is its own.

  \* History.
  processed    \* The records of each partition that were processed by anybody.

vars == <<live, generation, assignment, committed, expiries, known, positions, processed>>

TypeOK ==
  /\ live \subseteq Members
  /\ generation \in Nat
  /\ assignment \in Assignments
  /\ committed \in [Partitions -> 0 .. Records]
  /\ expiries \in 0 .. MaxExpiries
  /\ known \in [Members -> Nat]
  /\ DOMAIN positions = Members
  /\ \A member \in Members :
       /\ DOMAIN positions[member] \subseteq Partitions
       /\ \A partition \in DOMAIN positions[member] :
            positions[member][partition] \in 0 .. Records
  /\ processed \in [Partitions -> SUBSET (1 .. Records)]

Owns(member, partition) == partition \in DOMAIN positions[member]

(* The deal gives everything to these members, and nothing to others.      *)
Deals(deal, members) ==
  /\ \A partition \in Partitions :
       members = {} \/ \E member \in members : partition \in deal[member]
  /\ \A member \in Members \ members : deal[member] = {}

(* What a commit says: the last record that was processed.                 *)
Offset(member, partition) ==
  IF Variant = "CommitAhead"
    THEN positions[member][partition] + 1
    ELSE positions[member][partition]

-----------------------------------------------------------------------------

Init ==
  /\ live = {}
  /\ generation = 0
  /\ assignment = [member \in Members |-> {}]
  /\ committed = [partition \in Partitions |-> 0]
  /\ expiries = 0
  /\ known = [member \in Members |-> 0]
  /\ positions = [member \in Members |-> [partition \in {} |-> 0]]
  /\ processed = [partition \in Partitions |-> {}]

-----------------------------------------------------------------------------
(* The coordinator.                                                        *)

(* A member joins, also one that was taken for dead; all is dealt again.   *)
Join(member, deal) ==
  /\ member \notin live
  /\ Deals(deal, live \cup {member})
  /\ live' = live \cup {member}
  /\ generation' = generation + 1
  /\ assignment' = deal
  /\ UNCHANGED <<committed, expiries, known, positions, processed>>

(* Takes a member for dead, rightly or not; all is dealt again.            *)
Expire(member, deal) ==
  /\ member \in live
  /\ expiries < MaxExpiries
  /\ Deals(deal, live \ {member})
  /\ live' = live \ {member}
  /\ generation' = generation + 1
  /\ assignment' = deal
  /\ expiries' = expiries + 1
  /\ UNCHANGED <<committed, known, positions, processed>>

-----------------------------------------------------------------------------
(* The members.                                                            *)

(* Learns of the current deal, drops all it had, and starts where the      *)
(* group is.                                                               *)
Learn(member) ==
  /\ member \in live
  /\ known[member] # generation
  /\ known' = [known EXCEPT ![member] = generation]
  /\ positions' = [positions EXCEPT ![member] =
                     [partition \in assignment[member] |-> committed[partition]]]
  /\ UNCHANGED <<live, generation, assignment, committed, expiries, processed>>

(* Processes the next record of what it thinks is its own.                 *)
Process(member, partition) ==
  /\ Owns(member, partition)
  /\ positions[member][partition] < Records
  /\ positions' = [positions EXCEPT ![member][partition] = @ + 1]
  /\ processed' = [processed EXCEPT ![partition] =
                     @ \cup {positions[member][partition] + 1}]
  /\ UNCHANGED <<live, generation, assignment, committed, expiries, known>>

(* Commits how far it got, if it knows the current deal.                   *)
Commit(member, partition) ==
  /\ Owns(member, partition)
  /\ Offset(member, partition) # committed[partition]
  /\ known[member] = generation \/ Variant = "Unfenced"               \* CommitMonotonicProp
  /\ committed' = [committed EXCEPT ![partition] = Offset(member, partition)]  \* NoLossInv
  /\ UNCHANGED <<live, generation, assignment, expiries, known, positions, processed>>

(* Is turned down, and so learns that it is a zombie.                      *)
RejectCommit(member, partition) ==
  /\ Owns(member, partition)
  /\ known[member] # generation
  /\ Variant # "Unfenced"
  /\ positions' = [positions EXCEPT ![member] = [none \in {} |-> 0]]
  /\ UNCHANGED <<live, generation, assignment, committed, expiries, known, processed>>

-----------------------------------------------------------------------------

Next ==
  \/ \E member \in Members, deal \in Assignments : Join(member, deal)
  \/ \E member \in Members, deal \in Assignments : Expire(member, deal)
  \/ \E member \in Members : Learn(member)
  \/ \E member \in Members, partition \in Partitions : Process(member, partition)
  \/ \E member \in Members, partition \in Partitions : Commit(member, partition)
  \/ \E member \in Members, partition \in Partitions : RejectCommit(member, partition)

(* Expire and RejectCommit need not happen, nor Join where others work.    *)
Fairness ==
  /\ WF_vars(live = {} /\ \E member \in Members, deal \in Assignments : Join(member, deal))
  /\ \A member \in Members :
       /\ WF_vars(Learn(member))
       /\ \A partition \in Partitions :
            /\ WF_vars(Process(member, partition))
            /\ WF_vars(Commit(member, partition))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What users of the group may rely on.                                    *)

(* Of the members that know the current deal, one owns a partition.        *)
OneOwnerInv ==
  \A a, b \in Members, partition \in Partitions :
    /\ known[a] = generation
    /\ known[b] = generation
    /\ Owns(a, partition)
    /\ Owns(b, partition)
    => a = b

(* All records up to the commit were processed.                            *)
NoLossInv ==
  \A partition \in Partitions : 1 .. committed[partition] \subseteq processed[partition]

(* What was committed stays so.                                            *)
CommitMonotonicProp ==
  [][\A partition \in Partitions : committed'[partition] >= committed[partition]]_vars

(* Every record is processed, and the group knows it.                      *)
RecordsAreCommitted ==
  \A partition \in Partitions :
    <>[](processed[partition] = 1 .. Records /\ committed[partition] = Records)

=============================================================================
