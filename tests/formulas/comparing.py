"""Rule sets and facts in, forms with what our evaluator wants them to show out; and differences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation import compile_rules, evaluate_condition
from cchc_rules.facts import Fault, Round
from cchc_rules.forms.layout import Layout, lay_out
from cchc_rules.formulas import COUNCIL, MISSING, compile_form, shown_values
from cchc_rules.ranking import rank
from tests.evaluation.strategies import VOTES
from tests.formulas.filling import as_read, fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.evaluation.results import UnitStatus
    from cchc_rules.facts import Facts
    from cchc_rules.formulas import FormFormulas
    from cchc_rules.model import RuleSet
    from tests.formulas.filling import Cell

NEARLY = 1e-9
"""What is shown is rounded to a few decimals: a nearer number is the same."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one unit, filled for both rounds, with what its cells must show, by address."""

    layout: Layout
    formulas: FormFormulas
    facts: Facts
    cells: Mapping[str, Cell]
    wanted: Mapping[str, Decimal | str]
    statuses: tuple[UnitStatus, ...]

    @property
    def weights_depend(self) -> bool:
        """Say whether some weights hang on a condition, which may not be known."""
        groups = self.layout.rules.root.groups()
        return any(own.condition is not None for group in groups for own in group.weights)

    @property
    def odd_ballots(self) -> bool:
        """Say whether some ballots are no whole numbers: formulas leave those to the council."""
        found = self.facts.values.get(VOTES.key)
        if not isinstance(found, tuple):
            return isinstance(found, Fault)
        return any(isinstance(one, Decimal) and one % 1 for one in found)

    @property
    def council(self) -> frozenset[str]:
        """The addresses of the cells that always leave it to the council."""
        return frozenset(
            f"{column}{self.layout.by_key[key].number}"
            for column, keys in self.formulas.council.items()
            for key in keys
        )


def form_of(
    rules: RuleSet, given: Facts, kinds: tuple[str, ...] = (), like: Form | None = None
) -> Form:
    """Return the form of a unit, both columns of figures filled alike.

    `like` is the form of another unit of its kind.
    """
    layout = lay_out(rules, kinds or (given.unit.kind,)) if like is None else like.layout
    facts = as_read(given, rules)
    program = compile_rules(rules)
    cells: dict[str, Cell] = {}
    wanted: dict[str, Decimal | str] = {}
    statuses = []
    for round_ in Round:
        scored = program.assess(facts, round_)
        decide = partial(evaluate_condition, program)
        ranked = rank(rules, round_, [scored], decide).units[0]
        wanted |= shown_values(layout, scored, ranked.classes)
        cells |= fill(layout, facts, round_)
        statuses.append(scored.status)
    formulas = compile_form(layout) if like is None else like.formulas
    return Form(layout, formulas, facts, cells, wanted, tuple(statuses))


@dataclass(slots=True)
class Tally:
    """What was compared so far."""

    forms: int = 0
    cells: int = 0
    shown: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    cautious: int = 0
    """Cells that say thiếu, as weights are not known, where all weights give the same."""

    def compare(self, form: Form, found: Mapping[str, Any]) -> list[str]:
        """Return the differences between what a form shows and what it should."""
        self.forms += 1
        self.statuses.update(status.value for status in form.statuses)
        return [
            f"{address}: {form.wanted[address]!r} wanted, {found[address]!r} found; {form.facts}"
            for address in form.wanted
            if not self._same(form, address, found[address])
        ]

    def _same(self, form: Form, address: str, found: object) -> bool:
        wanted = form.wanted[address]
        self.cells += 1
        if address in form.council:
            self.shown[COUNCIL] += 1
            return found == COUNCIL
        if isinstance(wanted, Decimal):
            self.shown["number"] += 1
            if isinstance(found, float | int) and not isinstance(found, bool):
                return abs(float(wanted) - found) < NEARLY
        else:
            self.shown[wanted] += 1
            if found == wanted or (found is None and not wanted):
                return True
        if found == COUNCIL and form.odd_ballots:
            self.shown[f"{COUNCIL} (ballots)"] += 1
            return True
        self.cautious += 1
        return form.weights_depend and found == MISSING

    def __str__(self) -> str:
        shown = ", ".join(f"{word or 'blank'} {count}" for word, count in self.shown.most_common())
        statuses = ", ".join(f"{word} {count}" for word, count in self.statuses.most_common())
        return (
            f"{self.forms} forms ({statuses}), {self.cells} cells ({shown}), "
            f"{self.cautious} cautious"
        )
