"""Laws that hold for every rule set and all facts."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_rules.evaluation import compile_rules
from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.facts import Facts, Round
from cchc_rules.model import Special
from tests.evaluation.build import same
from tests.evaluation.strategies import BLANK, DOMAIN, figures, rule_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.results import Assessment, Interval
    from cchc_rules.model import RuleSet

ROUNDS = st.sampled_from(Round)
MISSING = Special.MISSING
# Drawing a rule set takes a while on a busy machine; that is no fault of a law.
LAW = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@given(rule_sets(), figures(), ROUNDS, st.booleans())
@LAW
def test_compiled_code_and_closures_agree(
    rules: RuleSet, facts: Facts, round_: Round, close: bool
) -> None:
    program = compile_rules(rules)
    traced = program.assess(facts, round_, close=close)
    same(traced, program.totals(facts, round_, close=close))


@given(rule_sets(), figures(), ROUNDS)
@LAW
def test_scores_stay_within_their_limits(rules: RuleSet, facts: Facts, round_: Round) -> None:
    scored = compile_rules(rules).assess(facts, round_)
    for own in scored.leaves:
        assert own.score.low <= own.score.high
        if not own.leaf.allow_negative:
            assert own.score.low >= 0
        if not own.leaf.allow_above:
            assert own.score.high <= own.leaf.maximum.of(facts.unit.kind)
        if own.status is LeafStatus.NOT_APPLICABLE:
            assert own.maximum == own.score.high == 0
        opened = own.status in {LeafStatus.MISSING, LeafStatus.ERROR}
        assert opened == own.open


@given(rule_sets(), figures(plain=True), st.booleans())
@LAW
def test_every_completion_lies_inside(rules: RuleSet, facts: Facts, close: bool) -> None:
    program = compile_rules(rules)
    open_one = program.assess(facts, Round.APPRAISED)
    for completed in _completions(facts):
        complete = program.assess(completed, Round.APPRAISED, close=close)
        if not _broken(complete):
            _inside(complete, open_one)


@given(rule_sets(), figures(plain=True), st.data())
@LAW
def test_more_data_never_widen(rules: RuleSet, facts: Facts, data: st.DataObject) -> None:
    program = compile_rules(rules)
    before = program.assess(facts, Round.APPRAISED)
    for key in _blanks(facts):
        filled = data.draw(st.sampled_from(DOMAIN[key]))
        facts = replace(facts, values={**facts.values, key: filled})
        after = program.assess(facts, Round.APPRAISED)
        if _broken(after):
            return
        _inside(after, before)
        before = after


def _blanks(facts: Facts) -> list[str]:
    """Return the figures that are missing; an empty `trống` is 0."""
    return [key for key, own in facts.values.items() if own is MISSING and key != BLANK.key]


def _completions(facts: Facts) -> Iterator[Facts]:
    """Yield the facts with blanks filled, at most three of them, with each value of the domain."""
    blanks = _blanks(facts)[:3]
    for values in product(*(DOMAIN[key] for key in blanks)):
        now = {**facts.values, **dict(zip(blanks, values, strict=True))}
        for before in (facts.previous.get("xong"), *DOMAIN["xong"][:2]):
            previous = {"xong": before} if facts.previous.get("xong") is MISSING else facts.previous
            yield replace(facts, values=now, previous=previous)
            if previous is facts.previous:
                break


def _broken(scored: Assessment) -> bool:
    """Say whether the figures break a constraint: such facts complete nothing."""
    faults = (fault for own in scored.leaves for fault in own.trace.faults)
    return any(faults)


def _inside(inner: Assessment, outer: Assessment) -> None:
    for own, around in zip(inner.leaves, outer.leaves, strict=True):
        if own.status is LeafStatus.NOT_APPLICABLE:
            assert around.uncertain or around.status is LeafStatus.NOT_APPLICABLE
            continue
        assert around.status is not LeafStatus.NOT_APPLICABLE
        assert around.uncertain or not own.uncertain
        _covers(around.score, own.score)
    for group, about in zip(inner.groups, outer.groups, strict=True):
        _covers(about.maximum, group.maximum)
        if group.share is not None:
            assert about.share is not None
            _covers(about.share, group.share)
            _covers(about.score, group.score)
    if inner.total is not None:
        assert outer.total is not None
        _covers(outer.total, inner.total)


def _covers(outer: Interval, inner: Interval) -> None:
    assert outer.low <= inner.low
    assert inner.high <= outer.high
