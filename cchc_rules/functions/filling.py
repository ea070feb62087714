"""Bound rows and their values in, the facts of one unit out, with remarks for each row."""

from collections import defaultdict
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING

from cchc_rules.facts import Facts, Fault, Override, Unit
from cchc_rules.facts.admit import Remark, admit
from cchc_rules.facts.admit.overrides import NO_REASON, override_spec
from cchc_rules.facts.keys import Figure, Mark, Reason, Score
from cchc_rules.facts.raw import Number
from cchc_rules.functions.binding import Option
from cchc_rules.functions.reading import raw_of
from cchc_rules.model import Leaf, Manual, Special, ValueType
from cchc_rules.numeric import from_double
from cchc_rules.records import field, record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.facts import Datum
    from cchc_rules.functions.binding import Entry, Row
    from cchc_rules.functions.cells import CellIn
    from cchc_rules.functions.rulebook import Rulebook

_SERIAL = "N542"
"""That a number is read as a day: no host tells us how a cell is formatted."""


Read = tuple["CellIn", "Datum", tuple[Remark, ...]]
"""A cell, the figure that it was read as, and what there is to say of that."""


@record()
class Filled:
    """The facts; the remarks of each row and what was read there, by its place."""

    facts: Facts
    remarks: "dict[int, list[Remark]]"
    read: "Mapping[int, Read]"


def fill(
    rows: "Sequence[Row]",
    cells: "Sequence[CellIn]",
    book: "Rulebook",
    unit: Unit,
    before: "Mapping[int, Read]" = MappingProxyType({}),
) -> Filled:
    """Return what the column of values says; `before`: what was read of the same rows last."""
    filling = _Filling(book, unit, before)
    for place, (row, cell) in enumerate(zip(rows, cells, strict=True)):
        if row.entry is not None and cell is not None and cell != "":
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

    def __init__(self, book: "Rulebook", unit: Unit, before: "Mapping[int, Read]") -> None:
        self._book = book
        self._unit = unit
        self._read = dict(before)
        self._given = _Given()
        self._options: defaultdict[str, dict[str, Datum]] = defaultdict(dict)
        self._scores: dict[str, tuple[int, Decimal, Leaf]] = {}
        self._reasons: dict[str, str] = {}
        self._remarks: defaultdict[int, list[Remark]] = defaultdict(list)

    def put(self, place: int, entry: "Entry", cell: "CellIn") -> None:
        """Take the value of one row."""
        datum = self._datum(place, entry, cell)
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

    def _datum(self, place: int, entry: "Entry", cell: "CellIn") -> "Datum":
        """Return the figure of a cell, as it was read before where it is the same still."""
        read = self._read.get(place)
        if read is None or type(read[0]) is not type(cell) or read[0] != cell:
            read = self._read[place] = _read(entry, cell)
        _, datum, remarks = read
        if remarks:
            self._remarks[place].extend(remarks)
        return datum

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
        return Filled(facts, dict(self._remarks), self._read)

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


def _read(entry: "Entry", cell: "CellIn") -> Read:
    ends, type_ = entry.plain, entry.spec.type
    if ends is not None and type(cell) is float and isfinite(cell):
        value = from_double(cell)
        if ends[0] <= value <= ends[1] and (type_ is not ValueType.COUNT or cell.is_integer()):
            return cell, value, ()
    if isinstance(entry.to, Mark) and isinstance(cell, str) and clean(cell) in {"x", "X"}:
        return cell, True, ()
    admitted = admit(entry.spec, raw_of(cell, type_))
    remarks = [one for one in admitted.remarks if one.code != _SERIAL or isinstance(cell, str)]
    return cell, admitted.datum, tuple([_keyed(entry.written, one) for one in remarks])


def _keyed(key: str, remark: Remark) -> Remark:
    return Remark(remark.code, f"“{key}”: {remark.message}", remark.remedy)
