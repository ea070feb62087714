"""A workbook with one unit's form in, what it says of itself, its facts and findings out.

A form is one of ours, whose rows are bound by the key column, or an official's own, found by its
header row and bound by codes and titles.
"""

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from cchc_rules.excel.arrays import spread
from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.form.binding import MOST_ROWS, Bound, bind
from cchc_rules.excel.form.columns import HEAD_ROWS, NO_HEAD, Head, as_made, find_head
from cchc_rules.excel.form.figures import FigureReader, FormPlaces, Gathered, facts_of
from cchc_rules.excel.form.fonts import tell_fonts
from cchc_rules.excel.form.heading import Heading, heading_of, with_stamp
from cchc_rules.excel.form.prepared import Entry, Prepared
from cchc_rules.excel.form.remarks import tell_all
from cchc_rules.excel.form.stamp import Stamp, stamp_of
from cchc_rules.excel.form.units import find_unit
from cchc_rules.excel.reading import OUR_SHEETS
from cchc_rules.excel.sheet import collector_at_rest
from cchc_rules.excel.table.findings import Findings
from cchc_rules.facts import Round
from cchc_rules.forms.layout import GUIDANCE_SHEET, INPUT, SHEET, Column
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.excel.sheet import Grid, Sheet
    from cchc_rules.facts import Facts, Unit
    from cchc_rules.facts.roster import Roster
    from cchc_rules.forms.layout import Layout

__all__ = ["Form", "FormReader", "Prepared", "Stamp", "stamp_of"]

_LEAST_BOUND = 3
_PROBED_ROWS = 300
_MOST_FORMS, _MOST_TOLD = 50, 10
"""So many sheets with forms are read at most to find the one that is meant."""


@record(frozen=False)
class Form:
    """A form that was read.

    `facts` are those of both rounds, none where it is not known which unit it is; `appraised`:
    whether the council entered anything. `layout` is how the form should be laid out for its unit.
    """

    file: str
    sheet: str
    grid: "Grid"
    head: Head
    bound: Bound
    stamp: Stamp
    heading: Heading
    layout: "Layout"
    findings: Findings
    unit: "Unit | None" = None
    facts: "Mapping[Round, Facts]" = field(default_factory=dict)
    appraised: bool = False
    beside: "Mapping[str, Entry]" = field(default_factory=dict)
    """The one figure of a leaf that stands beside the leaf itself, by the leaf's code."""
    formulas: tuple[str, ...] = ()
    """The input cells that hold a formula."""
    lenient: bool = False
    """Whether a figure was read that the form's own formulas cannot read."""

    @property
    def ours(self) -> bool:
        """Say whether the council made it: by its stamp, or by the keys of its rows."""
        return bool(self.stamp.sha256) or self.bound.keyed

    def diagnostics(self) -> "tuple[Diagnostic, ...]":
        """Return what was found."""
        return tuple(self.findings.all())


@record()
class Candidate:
    """A sheet with the header of a form and the rows that were bound in it."""

    sheet: "Sheet"
    grid: "Grid"
    head: Head
    bound: Bound
    others: tuple[str, ...] = ()
    """The names of other sheets that hold a form too."""

    @property
    def weight(self) -> int:
        """Return how many rows were bound: what a table has to exceed."""
        return len(self.bound.rows)


class FormReader:
    """Reads the forms of one rule set, and knows the units that may have sent them."""

    def __init__(self, prepared: Prepared, roster: "Roster | None" = None) -> None:
        self.prepared = prepared
        self._roster = roster

    def find(self, workbook: "Workbook", stamp: Stamp) -> Candidate | None:
        """Return the sheet that holds a form; None where none does."""
        found: list[Candidate] = []
        others: list[str] = []
        for sheet in _in_turn(workbook):
            if found and stamp.sha256 and found[0].sheet.name == SHEET:
                if _looks_like_form(sheet):
                    others.append(sheet.name)
            elif len(found) < _MOST_FORMS and (candidate := self._candidate(sheet, stamp)):
                found.append(candidate)
        if not found:
            return None
        best = max(found, key=lambda one: one.weight)
        others += [one.sheet.name for one in found if one is not best]
        return replace(best, others=tuple(others))

    def _candidate(self, sheet: "Sheet", stamp: Stamp) -> Candidate | None:
        if not stamp.sha256 and not self._may_be_form(sheet, stamp):
            return None
        grid = sheet.read(MOST_ROWS)
        if sheet.maker.arrays:
            spread(grid)
        head = find_head(grid)
        if stamp.sha256:
            head = as_made(head or NO_HEAD, grid)
        if head is None:
            return None
        bound = bind(grid, head, self.prepared, self._as_made(stamp))
        known = len(bound.rows) if bound.keyed else bound.titled
        if known < min(_LEAST_BOUND, self.prepared.leaves):
            return None
        return Candidate(sheet, grid, head, bound)

    def _may_be_form(self, sheet: "Sheet", stamp: Stamp) -> bool:
        """Look at the first rows only: a long table must not be read for nothing."""
        grid = sheet.head(HEAD_ROWS)
        if find_head(grid) is None:
            return False
        grid = sheet.head(_PROBED_ROWS)
        head = find_head(grid)
        return head is not None and bool(bind(grid, head, self.prepared, self._as_made(stamp)).rows)

    def _as_made(self, stamp: Stamp) -> "Layout":
        kinds = (stamp.kind,) if stamp.kind in self.prepared.rules.kinds else ()
        return self.prepared.layout(kinds)

    def read(self, workbook: "Workbook", candidate: Candidate, stamp: Stamp) -> Form:
        """Read the form."""
        with collector_at_rest():
            return self._read(workbook, candidate, stamp)

    def _read(self, workbook: "Workbook", candidate: Candidate, stamp: Stamp) -> Form:
        grid, head, bound = candidate.grid, candidate.head, candidate.bound
        file, sheet = workbook.file, candidate.sheet.name
        findings = Findings(file, sheet)
        rules = self.prepared.rules
        heading = with_stamp(heading_of(workbook, sheet, grid, head, rules.kinds), stamp)
        stem = PurePath(file.replace("\\", "/")).stem
        unit = find_unit(heading, stem, rules, self._roster, findings)
        layout = self.prepared.layout((unit.kind,)) if unit else self._as_made(stamp)
        form = Form(file, sheet, grid, head, bound, stamp, heading, layout, findings, unit)
        reader = FigureReader(grid, head, bound, self.prepared, findings)
        declared, appraised = reader.read(Round.SELF), reader.read(Round.APPRAISED)
        appraised.previous = {**declared.previous, **appraised.previous}
        if unit is not None:
            appraised.overrides = reader.overrides(unit.kind)
            form.facts = {
                Round.SELF: self._facts(form, declared, Round.SELF),
                Round.APPRAISED: self._facts(form, appraised, Round.APPRAISED),
            }
        form.appraised = appraised.filled
        form.formulas, form.beside = tuple(reader.formulas), reader.beside
        form.lenient = reader.lenient
        tell_all(form, self.prepared)
        tell_fonts(form, self.prepared, candidate.sheet.maker.styles)
        for other in candidate.others[:_MOST_TOLD]:
            message = f"Trang “{other}” cũng có phiếu; chỉ trang “{sheet}” được đọc."
            findings.tell("W509", "", message, "Mỗi tệp giữ một phiếu của một đơn vị.")
        return form

    def _facts(self, form: Form, gathered: Gathered, round_: Round) -> "Facts":
        assert form.unit is not None  # noqa: S101 - the caller knows the unit
        column = form.head.columns.get(INPUT[round_]) or form.head.columns.get(Column.DECLARED, 1)
        places = FormPlaces(form.file, form.sheet, column_letters(column), gathered.places)
        return facts_of(gathered, form.unit, gathered.overrides, places)


def _in_turn(workbook: "Workbook") -> "Iterator[Sheet]":
    """Yield the sheets, the one that is named as ours first, hidden ones last."""
    ours = (one for one in workbook.sheets if not one.name.startswith(OUR_SHEETS))
    shown = (one for one in ours if one.name != GUIDANCE_SHEET)
    yield from sorted(shown, key=lambda one: (one.name != SHEET, one.hidden))


def _looks_like_form(sheet: "Sheet") -> bool:
    """Say whether the first rows of a sheet may hold the header of a form."""
    return find_head(sheet.head(HEAD_ROWS)) is not None
