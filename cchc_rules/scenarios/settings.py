"""A KIỂM THỬ in, the unit that it describes out, scored."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_rules.evaluation.given import PeerFigures
from cchc_rules.evaluation.peers import summarise
from cchc_rules.facts import Facts, Fault, Round, Unit
from cchc_rules.model import Given, GivenManual, GivenMark, ItemRef, Special

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.evaluation.program import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.facts import Datum
    from cchc_rules.model import Scenario

_FAULT = Fault("ghi là lỗi trong KIỂM THỬ")


@dataclass(frozen=True, slots=True)
class Setting:
    """The arguments of an evaluation; `peers` and `fixed` go by folded name, `@prev` before."""

    facts: Facts
    closed: bool
    peers: "Mapping[str, PeerFigures]"
    fixed: "Mapping[str, Datum]"


def setting_of(scenario: "Scenario") -> Setting:
    """Return the figures that the scenario sets, each with its line as its place."""
    values: dict[str, Datum] = {}
    previous: dict[str, Datum] = {}
    fixed: dict[str, Datum] = {}
    peers: dict[str, PeerFigures] = {}
    places = {}
    for line in scenario.given:
        if not isinstance(line, Given):
            continue
        key, before = _key(line), line.of.previous
        places[f"{key}@{scenario.year - 1}" if before else key] = line.place
        if line.peers:
            peers[_marked(key, previous=before)] = _peers(line)
        elif isinstance(line.of, ItemRef):
            (previous if before else values)[key] = _datum(line)
        else:
            fixed[_marked(key, previous=before)] = _datum(line)
    manual = {one.code: one.points for one in scenario.given if isinstance(one, GivenManual)}
    marks = frozenset(one.code for one in scenario.given if isinstance(one, GivenMark))
    facts = Facts(
        unit=Unit(scenario.title, scenario.kind),
        values=values,
        previous=previous,
        manual=manual,
        marks=marks,
        places=places,
    )
    return Setting(facts, scenario.closed, peers, fixed)


def assess(program: "Program", scenario: "Scenario", *, alone: bool = True) -> "Assessment":
    """Score the unit that the scenario describes, in the appraised round.

    `alone`: what it does not say of a whole group does not zero the leaf that it speaks of.
    """
    setting = setting_of(scenario)
    return program.assess(
        setting.facts,
        Round.APPRAISED,
        close=setting.closed,
        peers=setting.peers,
        fixed=setting.fixed,
        alone=alone,
    )


def _key(line: Given) -> str:
    return line.of.item.key if isinstance(line.of, ItemRef) else line.of.computed.key


def _marked(key: str, *, previous: bool) -> str:
    return f"{key}@prev" if previous else key


def _datum(line: Given) -> "Datum":
    return _FAULT if line.value is Special.ERROR else line.value


def _peers(line: Given) -> PeerFigures:
    if isinstance(line.value, tuple):
        return summarise(line.value)
    return PeerFigures(Special.MISSING, Special.MISSING, Special.MISSING)
