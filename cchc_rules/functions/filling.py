"""Bound rows and their values in, the facts of one unit out, with remarks for each row."""

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.facts import Facts, Fault, Override, Unit
from cchc_rules.facts.admit import Remark, admit, straight
from cchc_rules.facts.admit.overrides import NO_REASON, override_spec
from cchc_rules.facts.keys import Figure, Mark, Reason, Score
from cchc_rules.facts.raw import Number, Shown
from cchc_rules.functions.binding import Option
from cchc_rules.functions.reading import raw_of
from cchc_rules.model import Leaf, Manual, Special, ValueType
from cchc_rules.numeric import from_double
from cchc_rules.records import field, record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.facts import Datum
    from cchc_rules.functions.binding import Entry, Row
    from cchc_rules.functions.cells import CellIn
    from cchc_rules.functions.rulebook import Rulebook

_SERIAL = "N542"
"""That a number is read as a day: no host tells us how a cell is formatted."""


@record()
class Filled:
    """The facts, and the remarks of each row by its place."""

    facts: Facts
    remarks: "dict[int, list[Remark]]"


def fill(rows: "Sequence[Row]", cells: "Sequence[CellIn]", book: "Rulebook", unit: Unit) -> Filled:
    """Return what the column of values says."""
    filling = _Filling(book, unit)
    for place, (row, cell) in enumerate(zip(rows, cells, strict=True)):
        if row.entry is not None and cell is not None:
            filling.put(place, row.entry, cell)
        elif row.entry is None and row.shows is not None and _is_given(cell):
            filling.unused(place, row.shows)
    return filling.result()


def _is_given(cell: "CellIn") -> bool:
    """Say whether somebody entered something where scores are computed; 0 comes from blanks."""
    return bool(clean(cell)) if isinstance(cell, str) else False


@record(frozen=False)
class _Given:
    values: "dict[str, Datum]" = field(default_factory=dict)
    previous: "dict[str, Datum]" = field(default_factory=dict)
    manual: "dict[str, Decimal | Special | Fault]" = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)


class _Filling:
    """Puts the facts of one unit together."""

    def __init__(self, book: "Rulebook", unit: Unit) -> None:
        self._book = book
        self._unit = unit
        self._given = _Given()
        self._options: defaultdict[str, dict[str, Datum]] = defaultdict(dict)
        self._scores: dict[str, tuple[int, Decimal, Leaf]] = {}
        self._reasons: dict[str, str] = {}
        self._remarks: defaultdict[int, list[Remark]] = defaultdict(list)

    def put(self, place: int, entry: "Entry", cell: "CellIn") -> None:
        """Take the value of one row."""
        datum = self._admit(place, entry, cell)
        given = self._given
        if datum is Special.MISSING:
            return
        match entry.to:
            case Figure(item, previous):
                (given.previous if previous else given.values)[item.key] = datum
            case Option(item, option):
                self._options[item.key][option] = datum
            case Score(leaf) if isinstance(leaf.method, Manual):
                if isinstance(datum, (Decimal, Special, Fault)):
                    given.manual.setdefault(leaf.code, datum)
            case Score(leaf):
                if isinstance(datum, Decimal):
                    self._scores[leaf.code] = place, datum, leaf
            case Reason(leaf):
                self._reasons[leaf.code] = str(datum)
            case Mark(_, leaves):
                if datum is True or datum is Special.NOT_APPLICABLE:
                    given.marks.update(leaves)

    def _admit(self, place: int, entry: "Entry", cell: "CellIn") -> "Datum":
        spec = entry.spec
        if isinstance(entry.to, Mark) and isinstance(cell, str) and clean(cell) in {"x", "X"}:
            return True
        if type(cell) is float:
            bounds = straight(spec, _shown(spec.type))
            value = from_double(cell) if bounds else None
            if bounds and value is not None and bounds[0] <= value <= bounds[1]:
                return value
        admitted = admit(spec, raw_of(cell, spec.type))
        for remark in admitted.remarks:
            if remark.code != _SERIAL or isinstance(cell, str):
                self._remarks[place].append(_keyed(entry.written, remark))
        return admitted.datum

    def unused(self, place: int, code: str) -> None:
        """Tell that a value stands where the program computes a score."""
        remark = Remark(
            "N513",
            f"giá trị ghi ở dòng {code} không được đọc, vì điểm dòng này được tính lại",
            f"Không cần làm gì; điểm hội đồng đặt ghi ở khóa {code}!điểm.",
        )
        self._remarks[place].append(remark)

    def result(self) -> Filled:
        """Return the facts."""
        given = self._given
        for key, counts in self._options.items():
            given.values.setdefault(key, self._tally(key, counts))
        facts = Facts(
            self._unit, given.values, given.previous, given.manual, self._overrides(),
            frozenset(given.marks),
        )  # fmt: skip
        return Filled(facts, dict(self._remarks))

    def _tally(self, key: str, counts: "dict[str, Datum]") -> "Datum":
        """Return the counts of all options; one that is missing leaves the whole thiếu."""
        options = self._book.rules.items[key].options
        given = [counts.get(option, Special.MISSING) for option in options]
        fault = next((count for count in given if isinstance(count, Fault)), None)
        numbers = tuple(count for count in given if isinstance(count, Decimal))
        return fault or (numbers if len(numbers) == len(given) else Special.MISSING)

    def _overrides(self) -> dict[str, Override]:
        """Return the scores that the council set in place of computed ones, with their reasons."""
        found: dict[str, Override] = {}
        for code, (place, score, leaf) in self._scores.items():
            admitted = admit(override_spec(leaf, self._unit.kind), Number(score))
            self._remarks[place].extend(_keyed(f"{code}!điểm", one) for one in admitted.remarks)
            reason = self._reasons.get(code, "")
            if isinstance(admitted.datum, Decimal) and reason:
                found[code] = Override(admitted.datum, reason)
            elif isinstance(admitted.datum, Decimal):
                message = NO_REASON[0].format(code)
                remark = Remark("E554", message[0].lower() + message[1:].rstrip("."), NO_REASON[1])
                self._remarks[place].append(remark)
        return found


def _shown(type_: ValueType) -> Shown:
    return Shown.PERCENT if type_ is ValueType.PERCENT else Shown.PLAIN


def _keyed(key: str, remark: Remark) -> Remark:
    return Remark(remark.code, f"“{key}”: {remark.message}", remark.remedy)
