-------------------------- MODULE MCConsumerGroup ---------------------------
(***************************************************************************)
(* Models of ConsumerGroup.                                                *)
(*                                                                         *)
(* Two members and two partitions: the group may be empty, all may be with *)
(* one member, or each with its own; a third member repeats what the       *)
(* second does.  One wrongful death makes one zombie; two of them make     *)
(* each member one, or the same member twice.  Partitions share members    *)
(* and deals, nothing else, so the model with two of them has one record   *)
(* in each, and the model with one partition has three, which are enough   *)
(* for commits between them that a zombie can take back.  Without a death  *)
(* two partitions are a small model, of joining and being dealt to.        *)
(*                                                                         *)
(* A behaviour ends where every record is committed and nobody is left to  *)
(* be fenced; that is the end of the model and no deadlock of the design,  *)
(* so the configurations switch the check for deadlock off.  That the end  *)
(* is reached is what RecordsAreCommitted says.                            *)
(***************************************************************************)
EXTENDS ConsumerGroup

-----------------------------------------------------------------------------
(* Interesting states. Each of these must be violated: a model in which    *)
(* one of them holds says nothing about the states it names.               *)

(* No two members ever think that a partition is theirs. (OneOwnerInv      *)
(* would not need the generation.)                                         *)
ZombieDebugInv ==
  ~ \E a, b \in Members, partition \in Partitions :
      a # b /\ Owns(a, partition) /\ Owns(b, partition)

(* No record is ever processed twice. (Consumers would not need an inbox.) *)
ProcessedAgainDebugInv ==
  ~ \E member \in Members, partition \in Partitions :
      /\ Owns(member, partition)
      /\ positions[member][partition] + 1 \in processed[partition]

(* No member would ever take a commit back. (CommitMonotonicProp would not *)
(* need the fence.)                                                        *)
TakesBackDebugInv ==
  ~ \E member \in Members, partition \in Partitions :
      /\ Owns(member, partition)
      /\ positions[member][partition] \in 1 .. committed[partition] - 1

(* In the end everyone is in the group.  (Fairness would ask for more than *)
(* it says: where others work, a member may stay away.)                    *)
EveryoneJoinsDebugProp == <>(live = Members)

=============================================================================
