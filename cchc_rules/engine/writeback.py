"""A ranking in, its points in the score cells of the forms that the figures came from out.

A formula that the template put there stays, only its shown result is renewed; any other formula
that shows something else, a score that is left to the council and one that was typed by hand are
replaced by the value.
"""

import json
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain, compress
from operator import not_
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.engine import bulk
from cchc_rules.engine.made import Made
from cchc_rules.engine.renewing import renewed
from cchc_rules.engine.validating import Bench, Options, Validated, bench_of
from cchc_rules.engine.wire import LineReader, to_line
from cchc_rules.engine.workbooks import read_book
from cchc_rules.excel.cells import column_letters, split_reference
from cchc_rules.excel.form import Prepared, stamp_of
from cchc_rules.excel.form.figures import FormPlaces
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.patching import Cached, Stamp, Value, patch_cells
from cchc_rules.excel.placing import changed_meanwhile, sweep
from cchc_rules.excel.reading import open_workbook
from cchc_rules.facts.previous import JoinedPlaces
from cchc_rules.facts.raw import Number, Shown, Text
from cchc_rules.forms.layout import POINTS, RowKind
from cchc_rules.formulas import COUNCIL, shown_values
from cchc_rules.numeric import HUNDRED
from cchc_rules.records import record, replace
from cchc_rules.text import fold_title
from cchc_rules.validation import facts_in
from cchc_rules.validation.formulas import FormulaBook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

    from cchc_rules.engine.scoring import Watch
    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form import Form
    from cchc_rules.facts import Facts
    from cchc_rules.ranking.results import RankedUnit, Ranking


@record()
class WrittenBack:
    """The forms that have their points now, and what prevented others."""

    files: tuple[str, ...]
    found: tuple[Diagnostic, ...]


def write_back(
    ranking: "Ranking",
    options: Options,
    watch: "Watch | None" = None,
    executor: "Executor | None" = None,
) -> WrittenBack:
    """Write the points of every unit that came in a form into its form, by all cores.

    `options` are those by which the forms were read; each form is read again, and left alone if it
    no longer holds the figures that were scored.
    """
    prepared = Prepared(ranking.rules)
    files = [form_of(unit.assessment.facts) for unit in ranking.units]
    found = [_no_form(unit) for unit in compress(ranking.units, map(not_, files))]
    units = list(compress(ranking.units, files))
    done: dict[str, list[Diagnostic]] = {file: [] for file in files if file}
    for folder in {Path(file).resolve().parent for file in done}:
        sweep(folder)
    jobs = Made(len(units), lambda number: _job(units[number], prepared).line())
    task = partial(_write, replace(options, round=ranking.round), ranking.rules.sha256)
    running = bulk.run(jobs, task, _lost, executor)
    for count, (line, failed) in enumerate(running, start=1):
        done[_Job.of(line).file] = failed
        if watch:
            watch("Ghi điểm vào phiếu", count, len(jobs))
    written = tuple(file for file, failed in done.items() if not failed)
    return WrittenBack(written, (*found, *chain.from_iterable(done.values())))


@record()
class _Job:
    """What one form needs: the figures that were scored, and what its score cells are to show."""

    file: str
    scored: str
    shown: "Mapping[str, Decimal | str]"

    def line(self) -> str:
        """Return it as text, which any process can read."""
        values = {key: [v] if isinstance(v, str) else str(v) for key, v in self.shown.items()}
        return json.dumps([self.file, self.scored, values])

    @classmethod
    def of(cls, line: str) -> "_Job":
        """Read the text of a job."""
        file, scored, values = json.loads(line)
        shown = {key: v[0] if isinstance(v, list) else Decimal(v) for key, v in values.items()}
        return cls(file, scored, shown)


def _job(unit: "RankedUnit", prepared: Prepared) -> _Job:
    facts = unit.assessment.facts
    layout = prepared.layout((facts.unit.kind,))
    by_address = shown_values(layout, unit.assessment, unit.classes)
    letter = POINTS[unit.assessment.round].letter
    cells = ((row.key, by_address.get(f"{letter}{row.number}")) for row in layout.rows)
    shown = {key: value for key, value in cells if value is not None and value != ""}
    file = form_of(facts)
    return _Job(file, to_line(Validated(file, facts=(facts,))), shown)


def _write(options: Options, sha256: str, line: str) -> list[Diagnostic]:
    """Do one job, in whatever process."""
    job = _Job.of(line)
    bench = bench_of(options.rules or "", options.year, options.units)
    if not bench.usable or bench.rules.sha256 != sha256:
        return [changed_meanwhile().found(job.file)]
    (scored,) = LineReader().read(job.scored).facts
    return list(_Writer(bench, options).write(job, scored))


def _lost(line: str) -> list[Diagnostic]:
    message = "Chương trình bị dừng đột ngột khi ghi phiếu này; phiếu vẫn còn nguyên."
    return [Diagnostic("E568", Cell(_Job.of(line).file), message, "Chạy lại cho riêng phiếu này.")]


def form_of(facts: "Facts") -> str:
    """Return the form that a unit's figures came from; "": they came from a table or JSON."""
    places = facts.places.now if isinstance(facts.places, JoinedPlaces) else facts.places
    if isinstance(places, FormPlaces):
        return places.parts[0]
    # Cells of both columns, or as another process told them: those of a table are in one row.
    cells = [one for one in places.values() if isinstance(one, Cell) and one.ref]
    rows = {split_reference(one.ref)[0] for one in cells if one.file == cells[0].file}
    return cells[0].file if len(rows) > 1 else ""


def _no_form(unit: "RankedUnit") -> Diagnostic:
    name = unit.assessment.facts.unit.name
    return Diagnostic(
        "E606",
        Cell(""),
        f"Chỉ ghi được điểm vào phiếu của từng đơn vị; số liệu của “{name}” lấy từ bảng hoặc JSON.",
        "Bỏ --write, dùng -o để ghi kết quả ra tệp riêng.",
    )


@lru_cache(maxsize=8)
def _book_of(bench: Bench) -> FormulaBook:
    return FormulaBook(bench.reader.prepared)


class _Writer:
    """Writes into forms."""

    def __init__(self, bench: Bench, options: Options) -> None:
        assert options.round is not None  # noqa: S101 - the caller knows it
        self._round = options.round
        self._accept_declared = options.accept_declared
        self._roster = bench.roster
        self._reader = bench.reader
        self._formulas = _book_of(bench)

    def write(self, job: _Job, scored: "Facts") -> tuple[Diagnostic, ...]:
        """Write the points of a unit; what prevents it is a finding."""
        path = Path(job.file)
        try:
            state = Stamp.of(path)
        except (OSError, ValueError):
            return (changed_meanwhile().found(job.file),)
        form = self._form(path)
        if isinstance(form, Diagnostic):
            return (form,)
        if not self._is_as_scored(form, scored):
            return (changed_meanwhile().found(job.file),)
        column = form.head.columns.get(POINTS[self._round])
        if column is None:
            message = f"Phiếu không có cột “{POINTS[self._round].value}” để ghi điểm."
            remedy = "Thêm cột điểm vào phiếu, hoặc dùng -o để ghi kết quả ra tệp riêng."
            return (Diagnostic("E606", Cell(job.file, form.sheet), message, remedy),)
        values = self._values(form, column, job, same_past=self._same_past(form, scored))
        named = {(form.sheet, ref): value for ref, value in values.items()}
        changes = named | self._renewed(path, form, values)
        return patch_cells(path, path, changes, read_as=state)

    def _renewed(
        self, path: Path, form: "Form", points: "Mapping[str, Value]"
    ) -> dict[tuple[str, str], Value]:
        """Return what other formulas are to show; a form with stale points is stale altogether."""
        moved = form.bound.moved or self._formulas.of(form) is None
        workbook = None if moved or not points else open_workbook(path)[0]
        if workbook is None:
            return {}
        with workbook:
            return dict(renewed(workbook, form, self._reader.prepared, points))

    def _form(self, path: Path) -> "Form | Diagnostic":
        workbook, found = open_workbook(path)
        if workbook is None:
            return found[-1]
        with workbook:
            try:
                stamp = stamp_of(workbook)
                book = read_book(workbook, self._reader, self._roster, stamp)
            except RefusalError as refusal:
                return refusal.found(str(path))
        return book.form or changed_meanwhile().found(str(path))

    def _is_as_scored(self, form: "Form", scored: "Facts") -> bool:
        """Say whether the form still holds the figures that were scored."""
        if form.unit is None or fold_title(form.unit.name) != fold_title(scored.unit.name):
            return False
        now = facts_in(form, self._round, accept_declared=self._accept_declared)
        keys = {*now.values, *scored.values}
        return (
            all(now.values.get(key) == scored.values.get(key) for key in keys)
            and dict(now.manual) == dict(scored.manual)
            and dict(now.overrides) == dict(scored.overrides)
            and now.marks == scored.marks
        )

    def _same_past(self, form: "Form", scored: "Facts") -> bool:
        """Say whether the form's formulas see the figures of the year before that were scored."""
        own = form.facts[self._round].previous
        keys = self._reader.prepared.last_year
        return all(own.get(key) == scored.previous.get(key) for key in keys)

    def _values(self, form: "Form", column: int, job: _Job, *, same_past: bool) -> dict[str, Value]:
        """Return what has to be written, by address: nothing where it is shown already."""
        letters = column_letters(column)
        formulas = _Formulas(form, column, self._formulas)
        found: dict[str, Value] = {}
        for row in form.layout.rows:
            value, number = job.shown.get(row.key), form.bound.rows.get(row.key)
            if value is None or number is None:
                continue
            content, ref = form.grid.at(number, column), f"{letters}{number}"
            value = _as_shown(value, content, row.kind, ours=bool(form.stamp.sha256))
            if content.formula is None or not _shows(content, value):
                stays = same_past and formulas.stays(ref, content)
                found[ref] = Cached(value) if stays else value
        return found


class _Formulas:
    """Knows which formulas of a form will show the score once they are calculated.

    Those of another version of the program cannot be compared; they come from the same rules.
    """

    def __init__(self, form: "Form", column: int, book: FormulaBook) -> None:
        self._expected = book.of(form)
        self._same_rules = form.stamp.sha256 == form.layout.rules.sha256
        letters = column_letters(column)
        cells = (
            (f"{letters}{number}", form.grid.at(number, column).formula)
            for number in form.bound.rows.values()
        )
        known = self._expected or {}
        pairs = [(own, known[ref]) for ref, own in cells if own is not None and ref in known]
        changed = sum(not FormulaBook.equal(*pair) for pair in pairs)
        self._older = changed * 2 > len(pairs)

    def stays(self, ref: str, content: "Content") -> bool:
        """Say whether the formula of a cell may stay: not where the council has to score."""
        raw, formula = content.raw, content.formula
        left = isinstance(raw, Text) and fold_title(raw.value) == fold_title(COUNCIL)
        if formula is None or left or not self._same_rules:
            return False
        if self._expected is None or self._older:
            return True
        return ref in self._expected and FormulaBook.equal(formula, self._expected[ref])


def _shows(content: "Content", value: "Decimal | str") -> bool:
    raw = content.raw
    return isinstance(raw, Number | Text) and raw.value == value


def _as_shown(
    value: "Decimal | str", content: "Content", kind: RowKind, *, ours: bool
) -> "Decimal | str":
    """Return a percent as its cell shows it: in an official's own form perhaps as 84,5."""
    if kind is not RowKind.PERCENT or isinstance(value, str):
        return value
    return value if ours or content.style.shown is Shown.PERCENT else value * HUNDRED
