"""A rule set and facts in, assessments out: exact scores, intervals where cells are missing, why.

program = compile_rules(rules)                       once per rule set
program.assess(facts, Round.APPRAISED)               one unit, with all traces
program.totals(facts, Round.APPRAISED)               one of many: traces when looked at
assess_all(program, all_facts, Round.APPRAISED)      a round, with the figures of the group
evaluate_condition(program, assessment, condition)   gates and vetoes of classes
"""

from cchc_rules.evaluation.given import Given, PeerFigures
from cchc_rules.evaluation.peers import summarise
from cchc_rules.evaluation.program import (
    Program,
    assess_all,
    compile_rules,
    evaluate_condition,
    peer_values,
)

__all__ = [
    "Given",
    "PeerFigures",
    "Program",
    "assess_all",
    "compile_rules",
    "evaluate_condition",
    "peer_values",
    "summarise",
]
