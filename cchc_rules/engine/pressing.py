"""A loaded rule set in, the blank form of each unit out: drawn once for each kind of unit."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.engine.programs import program_of
from cchc_rules.evaluation import evaluate_condition
from cchc_rules.evaluation.results import UnitStatus
from cchc_rules.excel.template import Form, Prototype, values_of
from cchc_rules.facts import Facts, Fault, Round
from cchc_rules.forms.guidance import guidance_of
from cchc_rules.forms.layout import POINTS, SHEET, RowKind, lay_out
from cchc_rules.formulas import COUNCIL, MISSING, compile_form, shown_values
from cchc_rules.model import Special
from cchc_rules.numeric import plain
from cchc_rules.records import record
from cchc_rules.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.engine.rules import Loaded
    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.excel.template.stamping import Value
    from cchc_rules.facts import Datum, Unit
    from cchc_rules.forms.layout import Layout
    from cchc_rules.model import RuleSet

_POINTS = frozenset(column.letter for column in POINTS.values())


class Press:
    """Makes forms of one rule set; what units have in common is made once."""

    def __init__(self, loaded: "Loaded", rules: "RuleSet") -> None:
        self.rules = rules
        self._text = _text_of(loaded)
        self._guidance = guidance_of(rules, loaded.file) if loaded.file else ()
        self._compiled: dict[str, _Compiled] = {}
        self._prototypes: dict[tuple[str, bool, frozenset[str]], _Made] = {}

    def form_of(self, unit: "Unit", previous: "Mapping[str, Datum]") -> bytes:
        """Return the workbook for a unit, with its figures of the year before."""
        compiled = self._compiled_for(unit.kind)
        before = _before(compiled.layout, previous)
        made = self._made(compiled, unit, frozenset(before))
        shown = compiled.shown(unit, previous if before else {})
        return made.prototype.filled(values_of(made.form, unit, before, shown))

    def _compiled_for(self, kind: str) -> "_Compiled":
        if kind not in self._compiled:
            self._compiled[kind] = _Compiled(self.rules, kind)
        return self._compiled[kind]

    def _made(self, compiled: "_Compiled", unit: "Unit", locked: frozenset[str]) -> "_Made":
        key = unit.kind, bool(unit.name), locked
        if key not in self._prototypes:
            form = Form(
                compiled.layout,
                compiled.formulas,
                self._text,
                self._guidance,
                for_unit=bool(unit.name),
                locked=locked,
            )
            self._prototypes[key] = _Made(form, Prototype(form))
        return self._prototypes[key]


@record()
class _Made:
    form: Form
    prototype: Prototype


class _Compiled:
    """The layout and the formulas for units of one kind ("": any), and what they show."""

    def __init__(self, rules: "RuleSet", kind: str) -> None:
        self._program = program_of(rules)
        self.layout = lay_out(self._program.rules, (kind,) if kind else ())
        self.formulas = compile_form(self.layout, self._program)
        self._blank: Mapping[str, Decimal | str] | None = None

    def shown(self, unit: "Unit", previous: "Mapping[str, Datum]") -> "Mapping[str, Decimal | str]":
        """Return what the formulas show in a form that has only figures of the year before."""
        if len(self.layout.kinds) > 1:  # nothing is scored before the kind is chosen
            cells = (address for sheet, address in self.formulas.cells if sheet == SHEET)
            return {address: MISSING for address in cells if address[0] in _POINTS}
        if previous:
            return self._evaluated(Facts(unit, previous=previous))
        if self._blank is None:
            self._blank = self._evaluated(Facts(unit))
        return self._blank

    def _evaluated(self, facts: Facts) -> "Mapping[str, Decimal | str]":
        program = self._program
        shown: dict[str, Decimal | str] = {}
        for round_ in Round:
            scored = program.assess(facts, round_)
            classes = _classes(program, scored) if round_ is Round.APPRAISED else ()
            shown |= shown_values(self.layout, scored, classes)
        for column, keys in self.formulas.council.items():
            shown |= {f"{column}{self.layout.by_key[key].number}": COUNCIL for key in keys}
        return shown


def _classes(program: "Program", scored: "Assessment") -> tuple[str, ...]:
    """Return the classes that are possible; only a form without any input has one."""
    if scored.status is not UnitStatus.COMPLETE:
        return ()
    from cchc_rules.ranking import rank

    decide = partial(evaluate_condition, program)
    return rank(program.rules, scored.round, [scored], decide).units[0].classes


def _text_of(loaded: "Loaded") -> tuple[str, ...]:
    """Return the rule text, imported files first: its SHA-256 is that of the rule set."""
    sources = (Source(name, "\n".join(lines)) for name, lines in loaded.lines.items())
    return tuple("".join(source.canonical for source in sources).split("\n")[:-1])


def _before(layout: "Layout", previous: "Mapping[str, Datum]") -> "dict[str, Value]":
    """Return, by the key of its row, each figure of the year before that is known."""
    known: dict[str, Value] = {}
    for row in layout.rows:
        if row.kind is RowKind.LAST_YEAR and row.item is not None:
            value = _cell_value(previous.get(row.item.key))
            if value is not None:
                known[row.key] = value
    return known


def _cell_value(datum: "Datum | None") -> "Value | None":
    """Return a figure as a cell holds it; what is missing or wrong is left to the unit."""
    match datum:
        case tuple():
            return "; ".join(plain(one) if isinstance(one, Decimal) else str(one) for one in datum)
        case None | Special() | Fault():
            return None
        case _:
            return datum
