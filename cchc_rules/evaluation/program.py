"""A rule set in, a program out that scores units: one plan per unit kind and round."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from cchc_rules.evaluation.given import Given
from cchc_rules.evaluation.peers import Group
from cchc_rules.evaluation.plan import Plan
from cchc_rules.facts import Round
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.evaluation.given import PeerFigures
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.facts import Datum, Facts
    from cchc_rules.model import Condition, RuleSet

MANY = 150
"""From about so many units on, `totals` makes up for compiling to Python code."""
_NONE: Mapping[str, Datum] = MappingProxyType({})
_NOBODY: Mapping[str, PeerFigures] = MappingProxyType({})


class Program:
    """A compiled rule set; plans are made when a unit of their kind is first scored."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._plans: dict[tuple[str, Round], Plan] = {}
        self._units = 0

    def many(self, more: int) -> bool:
        """Say whether, with so many `more` units, compiling to Python code pays."""
        self._units += more
        return self._units >= MANY

    def plan(self, kind: str, round_: Round) -> Plan:
        """Return the plan for units of `kind` in one round."""
        key = kind, round_
        if key not in self._plans:
            self._plans[key] = Plan(self.rules, kind, round_)
        return self._plans[key]

    def assess(
        self,
        facts: Facts,
        round_: Round,
        *,
        close: bool = False,
        peers: Mapping[str, PeerFigures] = _NOBODY,
        fixed: Mapping[str, Datum] = _NONE,
    ) -> Assessment:
        """Score a unit, with all traces.

        `close`: the round is closed, a blank is no longer awaited. `peers`: the figures of the
        unit's group by folded name (`hồ_sơ`, `hồ_sơ@prev`), see `peer_values`. `fixed`: values to
        take in place of TÍNH, by folded name. Nothing that a user did raises.
        """
        given = _given(facts, round_, close, peers, fixed)
        return self.plan(facts.unit.kind, round_).assess(facts, given)

    def totals(
        self,
        facts: Facts,
        round_: Round,
        *,
        close: bool = False,
        peers: Mapping[str, PeerFigures] = _NOBODY,
    ) -> Assessment:
        """Score one of many units: as `assess`, but traces are made when they are looked at."""
        given = _given(facts, round_, close, peers)
        return self.plan(facts.unit.kind, round_).totals(facts, given)


def compile_rules(rules: RuleSet) -> Program:
    """Return the program of a bound rule set; compile it once, score many units."""
    return Program(rules)


def peer_values(
    program: Program, all_facts: Sequence[Facts], round_: Round, *, close: bool = False
) -> dict[str, Mapping[str, PeerFigures]]:
    """Return, for each unit kind, the figures of the group (toàn nhóm) by folded name.

    A group is all ranked units, of the kind under `riêng từng loại`; a unit that may be ranked or
    not leaves what it could change as thiếu.
    """
    apart = program.rules.ranking.per_kind
    groups: dict[str, Group] = {}
    kinds: dict[str, None] = {}
    for facts in all_facts:
        kind = facts.unit.kind
        kinds[kind] = None
        plan = program.plan(kind, round_)
        group = groups.setdefault(kind if apart else "", Group())
        if plan.questions.compares:
            group.add(plan, _given(facts, round_, close))
    figures = {name: group.figures() for name, group in groups.items()}
    return {kind: figures[kind if apart else ""] for kind in kinds}


def assess_all(
    program: Program, all_facts: Sequence[Facts], round_: Round, *, close: bool = False
) -> list[Assessment]:
    """Score all units of a round together, each compared with its group."""
    peers = peer_values(program, all_facts, round_, close=close)
    score = program.totals if program.many(len(all_facts)) else program.assess
    return [score(facts, round_, close=close, peers=peers[facts.unit.kind]) for facts in all_facts]


def evaluate_condition(
    program: Program, assessment: Assessment, condition: Condition
) -> bool | None:
    """Say whether a condition of a class or a veto holds for a unit; None: not known."""
    facts = assessment.facts
    given = assessment.given or _given(facts, assessment.round, close=False)
    plan = program.plan(facts.unit.kind, assessment.round)
    return plan.questions.decide(given, condition, assessment)


def _given(
    facts: Facts,
    round_: Round,
    close: bool,
    peers: Mapping[str, PeerFigures] = _NOBODY,
    fixed: Mapping[str, Datum] = _NONE,
) -> Given:
    """Return what a unit is scored from: in the self round, nothing that the council entered."""
    if round_ is Round.SELF and (facts.overrides or facts.manual):
        facts = replace(facts, overrides={}, manual={})
    return Given(facts, close, peers, fixed)
