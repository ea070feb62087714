"""A loaded rule set in, the blank form of each unit out: drawn once for each kind of unit."""

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.engine.programs import program_of
from cchc_rules.excel.template import Form, Prototype, values_of
from cchc_rules.facts import Fault
from cchc_rules.forms.guidance import guidance_of
from cchc_rules.forms.layout import RowKind, lay_out
from cchc_rules.formulas import compile_form
from cchc_rules.model import Special
from cchc_rules.numeric import plain
from cchc_rules.records import record
from cchc_rules.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.engine.rules import Loaded
    from cchc_rules.excel.template.stamping import Value
    from cchc_rules.facts import Datum, Unit
    from cchc_rules.forms.layout import Layout
    from cchc_rules.model import RuleSet


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
        return made.prototype.filled(values_of(made.form, unit, before))

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
    """The layout and the formulas for units of one kind ("": any)."""

    def __init__(self, rules: "RuleSet", kind: str) -> None:
        program = program_of(rules)
        self.layout = lay_out(program.rules, (kind,) if kind else ())
        self.formulas = compile_form(self.layout, program)


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
