"""A KIỂM THỬ in, the unit that it describes out, scored."""

from typing import TYPE_CHECKING

from cchc_rules import model as m
from cchc_rules.evaluation.given import Given, PeerFigures
from cchc_rules.evaluation.peers import summarise
from cchc_rules.facts import Facts, Fault, Round, Unit
from cchc_rules.headings import marked_with
from cchc_rules.model import ItemRef, Special

if TYPE_CHECKING:
    from collections.abc import Container

    from cchc_rules.evaluation.program import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.evaluation.trace import LeafTrace
    from cchc_rules.facts import Datum
    from cchc_rules.model import RuleSet, Scenario

_FAULT = Fault("ghi là lỗi trong KIỂM THỬ")


def given_of(scenario: "Scenario", rules: "RuleSet", *, alone: bool = True) -> Given:
    """Return the figures that the scenario sets, each with its line as its place.

    `alone`: what it does not say of a whole group does not zero the leaf that it speaks of.
    """
    values: dict[str, Datum] = {}
    previous: dict[str, Datum] = {}
    fixed: dict[str, Datum] = {}
    peers: dict[str, PeerFigures] = {}
    places = {}
    for line in scenario.given:
        if not isinstance(line, m.Given):
            continue
        key, before = _key(line), line.of.previous
        places[f"{key}@{scenario.year - 1}" if before else key] = line.place
        if line.peers:
            peers[_marked(key, previous=before)] = _peers(line)
        elif isinstance(line.of, ItemRef):
            (previous if before else values)[key] = _datum(line)
        else:
            fixed[_marked(key, previous=before)] = _datum(line)
    manual = {one.code: one.points for one in scenario.given if isinstance(one, m.GivenManual)}
    marked = [one.code for one in scenario.given if isinstance(one, m.GivenMark)]
    taken = marked_with(rules.root) if marked else {}
    marks = frozenset(leaf for code in marked for leaf in taken.get(code, ()))
    facts = Facts(
        unit=Unit(scenario.title, scenario.kind),
        values=values,
        previous=previous,
        manual=manual,
        marks=marks,
        places=places,
    )
    return Given(facts, scenario.closed, peers, fixed, alone)


def assess(program: "Program", scenario: "Scenario", *, alone: bool = True) -> "Assessment":
    """Score the unit that the scenario describes, in the appraised round."""
    given = given_of(scenario, program.rules, alone=alone)
    return program.plan(scenario.kind, Round.APPRAISED).assess(given.facts, given)


def traces(
    program: "Program", scenario: "Scenario", codes: "Container[str]"
) -> "tuple[LeafTrace, ...]":
    """Return only how the leaves with these codes are scored."""
    given = given_of(scenario, program.rules)
    return program.plan(scenario.kind, Round.APPRAISED).traces(given, codes)


def _key(line: m.Given) -> str:
    return line.of.item.key if isinstance(line.of, ItemRef) else line.of.computed.key


def _marked(key: str, *, previous: bool) -> str:
    return f"{key}@prev" if previous else key


def _datum(line: m.Given) -> "Datum":
    return _FAULT if line.value is Special.ERROR else line.value


def _peers(line: m.Given) -> PeerFigures:
    if isinstance(line.value, tuple):
        return summarise(line.value)
    return PeerFigures(Special.MISSING, Special.MISSING, Special.MISSING)
