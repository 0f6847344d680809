---- MODULE MCSaga_TTrace_1795261163 ----
EXTENDS Sequences, MCSaga, TLCExt, Toolbox, Naturals, TLC

_expression ==
    LET MCSaga_TEExpression == INSTANCE MCSaga_TEExpression
    IN MCSaga_TEExpression!expression
----

_trace ==
    LET MCSaga_TETrace == INSTANCE MCSaga_TETrace
    IN MCSaga_TETrace!trace
----

_inv ==
    ~(
        TLCGet("level") = Len(_TETrace)
        /\
        standing = ({2})
        /\
        outcome = ("Compensating")
    )
----

_init ==
    /\ outcome = _TETrace[1].outcome
    /\ standing = _TETrace[1].standing
----

_next ==
    /\ \E i,j \in DOMAIN _TETrace:
        /\ \/ /\ j = i + 1
              /\ i = TLCGet("level")
        /\ outcome  = _TETrace[i].outcome
        /\ outcome' = _TETrace[j].outcome
        /\ standing  = _TETrace[i].standing
        /\ standing' = _TETrace[j].standing

\* Uncomment the ASSUME below to write the states of the error trace
\* to the given file in Json format. Note that you can pass any tuple
\* to `JsonSerialize`. For example, a sub-sequence of _TETrace.
    \* ASSUME
    \*     LET J == INSTANCE Json
    \*         IN J!JsonSerialize("MCSaga_TTrace_1795261163.json", _TETrace)

=============================================================================

 Note that you can extract this module `MCSaga_TEExpression`
  to a dedicated file to reuse `expression` (the module in the 
  dedicated `MCSaga_TEExpression.tla` file takes precedence 
  over the module `MCSaga_TEExpression` below).

---- MODULE MCSaga_TEExpression ----
EXTENDS Sequences, MCSaga, TLCExt, Toolbox, Naturals, TLC

expression == 
    [
        \* To hide variables of the `MCSaga` spec from the error trace,
        \* remove the variables below.  The trace will be written in the order
        \* of the fields of this record.
        outcome |-> outcome
        ,standing |-> standing
        
        \* Put additional constant-, state-, and action-level expressions here:
        \* ,_stateNumber |-> _TEPosition
        \* ,_outcomeUnchanged |-> outcome = outcome'
        
        \* Format the `outcome` variable as Json value.
        \* ,_outcomeJson |->
        \*     LET J == INSTANCE Json
        \*     IN J!ToJson(outcome)
        
        \* Lastly, you may build expressions over arbitrary sets of states by
        \* leveraging the _TETrace operator.  For example, this is how to
        \* count the number of times a spec variable changed up to the current
        \* state in the trace.
        \* ,_outcomeModCount |->
        \*     LET F[s \in DOMAIN _TETrace] ==
        \*         IF s = 1 THEN 0
        \*         ELSE IF _TETrace[s].outcome # _TETrace[s-1].outcome
        \*             THEN 1 + F[s-1] ELSE F[s-1]
        \*     IN F[_TEPosition - 1]
    ]

=============================================================================



Parsing and semantic processing can take forever if the trace below is long.
 In this case, it is advised to uncomment the module below to deserialize the
 trace from a generated binary file.

\*
\*---- MODULE MCSaga_TETrace ----
\*EXTENDS IOUtils, MCSaga, TLC
\*
\*trace == IODeserialize("MCSaga_TTrace_1795261163.bin", TRUE)
\*
\*=============================================================================
\*

---- MODULE MCSaga_TETrace ----
EXTENDS MCSaga, TLC

trace == 
    <<
    ([standing |-> {},outcome |-> "Running"]),
    ([standing |-> {1},outcome |-> "Running"]),
    ([standing |-> {1, 2},outcome |-> "Running"]),
    ([standing |-> {1, 2},outcome |-> "Compensating"]),
    ([standing |-> {2},outcome |-> "Compensating"])
    >>
----


=============================================================================

---- CONFIG MCSaga_TTrace_1795261163 ----
CONSTANTS
    StepCount = 3
    MayStick = FALSE
    Variant = "CompensateInAnyOrder"

INVARIANT
    _inv

CHECK_DEADLOCK
    \* CHECK_DEADLOCK off because of PROPERTY or INVARIANT above.
    FALSE

INIT
    _init

NEXT
    _next

CONSTANT
    _TETrace <- _trace

ALIAS
    _expression
=============================================================================
\* Generated on Sat Nov 21 11:39:24 UTC 2026