"""The bound rows of a form in, the figures of both rounds out, each checked by its type."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell
from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.table.lensing import font_remarks
from cchc_rules.facts import Facts, Fault, Override, Round
from cchc_rules.facts.admit import Remark, Spec, admit
from cchc_rules.facts.admit.overrides import NO_REASON
from cchc_rules.facts.raw import Blank, Number, Text
from cchc_rules.forms.inputs import FIRST_DATE, YEARS_AHEAD
from cchc_rules.forms.layout import INPUT, Column, RowKind
from cchc_rules.model import Leaf, Special, ValueType
from cchc_rules.records import field, record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from cchc_rules.diagnostics import Place
    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form.binding import Bound
    from cchc_rules.excel.form.columns import Head
    from cchc_rules.excel.form.prepared import Entry, Prepared
    from cchc_rules.excel.sheet import Grid
    from cchc_rules.excel.table.findings import Findings
    from cchc_rules.facts import Datum, Unit
    from cchc_rules.forms.layout import FormRow

_TEXT = Spec(ValueType.TEXT)
_MARK = Spec(ValueType.BOOL)
_SELF_MANUAL = Remark(
    "W571",
    "điểm này do hội đồng chấm; số ghi ở cột tự khai không được dùng",
    "Xóa số ở cột tự khai; hội đồng ghi điểm ở cột thẩm định.",
)
_BAD_MARK = Remark(
    "E571",
    "ô đánh dấu không áp dụng chỉ nhận chữ x",
    "Ghi x nếu tiêu chí không áp dụng với đơn vị; nếu có áp dụng thì để trống.",
)


class FormPlaces(Mapping[str, "Place"]):
    """The cell of each key; cells are made when they are asked for."""

    __slots__ = ("_file", "_letters", "_rows", "_sheet")

    def __init__(self, file: str, sheet: str, letters: str, rows: Mapping[str, int]) -> None:
        self._file = file
        self._sheet = sheet
        self._letters = letters
        self._rows = rows

    @property
    def parts(self) -> tuple[str, str, str, Mapping[str, int]]:
        """Return what it was made from."""
        return self._file, self._sheet, self._letters, self._rows

    def __getitem__(self, key: str) -> "Place":
        return Cell(self._file, self._sheet, f"{self._letters}{self._rows[key]}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@record(frozen=False)
class Gathered:
    """What one column of figures holds."""

    values: "dict[str, Datum]" = field(default_factory=dict)
    previous: "dict[str, Datum]" = field(default_factory=dict)
    manual: "dict[str, Decimal | Special | Fault]" = field(default_factory=dict)
    overrides: dict[str, Override] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        """Say whether anything was entered for this year."""
        return bool(self.values or self.manual or self.overrides or self.marks)


class FigureReader:
    """Reads the input cells of one form."""

    def __init__(
        self,
        grid: "Grid",
        head: "Head",
        bound: "Bound",
        prepared: "Prepared",
        findings: "Findings",
    ) -> None:
        self._grid = grid
        self._head = head
        self._rows = bound.rows
        self._prepared = prepared
        self._findings = findings
        has_none = bound.keyed or Column.DECLARED not in head.columns
        self.beside = {} if has_none else _beside_leaves(bound.rows, prepared)
        self.formulas: list[str] = []
        """The input cells that hold a formula."""
        self.lenient = False
        """Whether a figure was read that a formula cannot read: a number typed as text, say."""

    def read(self, round_: Round) -> Gathered:
        """Read the column of one round."""
        gathered = Gathered()
        column = self._head.columns.get(INPUT[round_])
        if column is None:
            return gathered
        entries, rows = self._prepared.inputs, self._grid.rows
        options: dict[str, dict[str, Datum]] = {}
        places = gathered.places
        for key, number in self._rows.items():
            entry = entries.get(key) or self.beside.get(key)
            if entry is None:
                continue
            if entry.place:
                places.setdefault(entry.place, number)
            content = rows[number].get(column)
            if content is None or (content.formula is None and type(content.raw) is Blank):
                continue
            self._put(gathered, entry, round_, (number, column, content), options)
        for key, counts in options.items():
            gathered.values[key] = self._tally(key, counts)
        return gathered

    def _put(
        self,
        gathered: Gathered,
        entry: "Entry",
        round_: Round,
        cell: "tuple[int, int, Content]",
        options: "dict[str, dict[str, Datum]]",
    ) -> None:
        number, column, content = cell
        row = entry.row
        if row.kind is RowKind.MARK:
            self._mark(gathered, row, number, column, content)
            return
        if row.kind is RowKind.MANUAL and round_ is Round.SELF:
            self._remark(row, number, column, _SELF_MANUAL)
            return
        datum = self._admit(entry, number, column, content)
        if datum is Special.MISSING:
            return
        computed = content.formula is not None and row.kind is not RowKind.LAST_YEAR
        if computed and not isinstance(datum, Fault):
            self.formulas.append(f"{column_letters(column)}{number}")
        match row.kind:
            case RowKind.MANUAL if isinstance(row.node, Leaf):
                if isinstance(datum, (Decimal, Special, Fault)):
                    gathered.manual[row.node.code] = datum
            case RowKind.OPTION if row.item is not None:
                options.setdefault(row.item.key, {})[row.option] = datum
            case RowKind.LAST_YEAR if row.item is not None:
                gathered.previous[row.item.key] = datum
            case _ if row.item is not None:
                gathered.values[row.item.key] = datum

    def _admit(self, entry: "Entry", number: int, column: int, content: "Content") -> "Datum":
        raw = content.raw
        if type(raw) is Number:
            bounds = entry.bounds.get(raw.shown)
            value = raw.value
            if bounds and bounds[0] <= value <= bounds[1] and not (entry.whole and value % 1):
                return value
        admitted = admit(entry.spec, raw)
        remarks = admitted.remarks
        if isinstance(admitted.datum, date):
            remarks = (*remarks, *_unlikely(admitted.datum, self._prepared.rules.year))
        if content.converted or content.style.legacy is not None:
            remarks = (*font_remarks(content), *remarks)
        for remark in remarks:
            self._remark(entry.row, number, column, remark)
        self.lenient = self.lenient or bool(remarks)
        return admitted.datum

    def _mark(
        self, gathered: Gathered, row: "FormRow", number: int, column: int, content: "Content"
    ) -> None:
        assert row.node is not None  # noqa: S101 - the layout says so
        raw = content.raw
        if isinstance(raw, Text) and clean(raw.value).casefold() in {"x", ""}:
            if clean(raw.value):
                gathered.marks.add(row.node.code)
            return
        admitted = admit(_MARK, raw)
        if not isinstance(admitted.datum, bool):
            self._remark(row, number, column, _BAD_MARK)
            return
        for remark in admitted.remarks:
            self._remark(row, number, column, remark)
        if admitted.datum:
            gathered.marks.add(row.node.code)

    def _tally(self, key: str, counts: "Mapping[str, Datum]") -> "Datum":
        """Return the counts of all options; one that is missing leaves the whole thiếu."""
        item = self._prepared.rules.items[key]
        given = [counts.get(option, Special.MISSING) for option in item.options]
        fault = next((count for count in given if isinstance(count, Fault)), None)
        numbers = tuple(count for count in given if isinstance(count, Decimal))
        return fault or (numbers if len(numbers) == len(given) else Special.MISSING)

    def overrides(self, kind: str) -> dict[str, Override]:
        """Return the scores that the council set, each with its reason."""
        found: dict[str, Override] = {}
        column = self._head.columns.get(Column.OVERRIDE)
        reasons = self._head.columns.get(Column.OVERRIDE_REASON)
        if column is None:
            return found
        rows = self._grid.rows
        for key, number in self._rows.items():
            cells = rows[number]
            content = cells.get(column)
            reason = self._text(cells.get(reasons)) if reasons else ""
            if content is None or isinstance(content.raw, Blank):
                if reason and reasons:
                    self._reason_alone(key, number, reasons)
                continue
            row = self._prepared.whole.by_key[key]
            if not isinstance(row.node, Leaf) or row.kind is not RowKind.LEAF:
                self._remark(row, number, column, _NOT_A_LEAF)
                continue
            score = self._score(row.node, kind, (number, column, content))
            if score is not None and reason:
                found[row.node.code] = Override(score, reason)
            elif score is not None:
                message = NO_REASON[0].format(row.node.code).removesuffix(".")
                self._remark(row, number, column, Remark("E554", message, NO_REASON[1]))
        return found

    def _score(self, leaf: Leaf, kind: str, cell: "tuple[int, int, Content]") -> Decimal | None:
        number, column, content = cell
        admitted = admit(self._prepared.override(leaf, kind), content.raw)
        row = self._prepared.whole.by_key[leaf.code]
        for remark in admitted.remarks:
            self._remark(row, number, column, remark)
        return admitted.datum if isinstance(admitted.datum, Decimal) else None

    def _reason_alone(self, key: str, number: int, column: int) -> None:
        remark = Remark(
            "W572",
            "có lý do của hội đồng nhưng không có điểm hội đồng quyết định",
            "Ghi điểm hội đồng quyết định, hoặc xóa lý do.",
        )
        self._remark(self._prepared.whole.by_key[key], number, column, remark)

    def _text(self, content: "Content | None") -> str:
        if content is None or isinstance(content.raw, Blank):
            return ""
        datum = admit(_TEXT, content.raw).datum
        return datum if isinstance(datum, str) else ""

    def _remark(self, row: "FormRow", number: int, column: int, remark: Remark) -> None:
        owner = row.node.code if row.node is not None else ""
        heading = self._prepared.headings.get(owner, ()) if owner else ()
        self._findings.remark(number, column, remark, row.title, heading)


_NOT_A_LEAF = Remark(
    "E572",
    "điểm hội đồng quyết định chỉ được đặt cho tiêu chí được chấm, không cho dòng này",
    "Chuyển sang dòng của tiêu chí được chấm.",
)


def _beside_leaves(rows: Mapping[str, int], prepared: "Prepared") -> "dict[str, Entry]":
    """Return, by the code of a leaf without rows of its own, the one figure that it has.

    Officials write it beside the criterion itself.
    """
    found: dict[str, Entry] = {}
    keys = prepared.whole.by_key
    for key in rows:
        node = keys[key].node
        if isinstance(node, Leaf) and key == node.code and len(node.items) == 1:
            entry = prepared.inputs.get(node.items[0].name)
            if entry is not None and entry.row.key not in rows:
                found[key] = entry
    return found


def _unlikely(day: date, year: int) -> tuple[Remark, ...]:
    """Tell a date that the template's validation would not take."""
    if FIRST_DATE <= day <= date(year + YEARS_AHEAD, 12, 31):
        return ()
    found = f"ngày {day:%d/%m/%Y} khác thường so với năm đánh giá {year}"
    return (Remark("W588", found, "Kiểm tra lại năm của ngày này."),)


def facts_of(
    gathered: Gathered, unit: "Unit", overrides: Mapping[str, Override], places: "FormPlaces"
) -> Facts:
    """Return the facts of a unit."""
    return Facts(
        unit,
        gathered.values,
        gathered.previous,
        gathered.manual,
        overrides,
        frozenset(gathered.marks),
        places,
    )
