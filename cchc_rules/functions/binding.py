"""The keys of a column in, what each row gives and shows out, with remarks for odd keys."""

from typing import TYPE_CHECKING

from cchc_rules.facts.admit import Remark, Spec, manual_spec, spec_of, straight
from cchc_rules.facts.keys import Figure, Found, Mark, NotFound, OtherYear, Reason, Result, Score
from cchc_rules.facts.raw import Shown
from cchc_rules.forms.layout import CLASS, PERCENT, TOTAL
from cchc_rules.functions.cells import ErrorCell
from cchc_rules.functions.reading import text_of
from cchc_rules.model import Manual, ValueType
from cchc_rules.records import record, replace
from cchc_rules.text import clean, fold_title, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.functions.cells import CellIn
    from cchc_rules.functions.rulebook import Rulebook
    from cchc_rules.model import DataItem, Leaf

_UNKNOWN = "E512"
_MOST_GUESSES = 50
"""Of so many unknown keys it is guessed what was meant: guessing takes longer than all else."""
_TOTALS = {fold_title(key): key for key in (TOTAL, PERCENT, CLASS)}
_TEXT = Spec(ValueType.TEXT)
_MARK = Spec(ValueType.BOOL, marks=True)
_COUNT = Spec(ValueType.COUNT)


@record()
class Option:
    """How many ballots chose one option of a tally."""

    item: "DataItem"
    option: str


@record()
class Entry:
    """What the value of a row is given to, and what it must be."""

    to: "Figure | Score | Reason | Mark | Option"
    spec: Spec
    written: str
    """The key as the rule set writes it."""
    lenient: bool = False
    """Whether the row shows a score too, so that its value may be left out unused."""
    plain: "tuple[Decimal, Decimal] | None" = None
    """The ends between which a number (for a count a whole one) is good as it stands in a cell."""


@record()
class Row:
    """One row: its key as typed, what it gives (`entry`), and the code whose score it shows."""

    key: str
    entry: Entry | None = None
    shows: str | None = None
    remarks: tuple[Remark, ...] = ()


NOTHING = Row("")


def _entry(
    to: "Figure | Score | Reason | Mark | Option",
    spec: Spec,
    written: str,
    *,
    lenient: bool = False,
) -> Entry:
    number = spec
    if spec.type is ValueType.COUNT:
        number = replace(spec, type=ValueType.NUMBER, low=spec.least)
    shown = Shown.PERCENT if spec.type is ValueType.PERCENT else Shown.PLAIN
    return Entry(to, spec, written, lenient, straight(number, shown))


def bind_keys(cells: "Sequence[CellIn]", book: "Rulebook") -> tuple[Row, ...]:
    """Return what each row is; a key that occurs twice counts the first time only."""
    rows: list[Row] = []
    seen: dict[tuple[object, ...], int] = {}
    unknown = 0
    for number, cell in enumerate(cells, start=1):
        row = _row(cell, book, guess=unknown < _MOST_GUESSES)
        unknown += any(remark.code == _UNKNOWN for remark in row.remarks)
        for part in _parts(row):
            first = seen.setdefault(part, number)
            if first != number:
                row = _repeated(row, first)
                break
        rows.append(row)
    return tuple(rows)


def _parts(row: Row) -> "list[tuple[object, ...]]":
    given = [("gives", row.entry.written)] if row.entry and not row.entry.lenient else []
    shown = [("shows", row.shows)] if row.shows is not None else []
    return [*given, *shown]


def _repeated(row: Row, first: int) -> Row:
    remark = Remark(
        "E511",
        f"khóa “{row.key}” đã có ở ô thứ {first} của cột khóa; dòng này không được dùng",
        "Giữ mỗi khóa một dòng.",
    )
    return Row(row.key, remarks=(remark,))


def _row(cell: "CellIn", book: "Rulebook", *, guess: bool) -> Row:
    if isinstance(cell, ErrorCell):
        remark = Remark("E525", f"ô khóa báo lỗi {cell.value}", "Sửa công thức hoặc ghi lại khóa.")
        return Row(cell.value, remarks=(remark,))
    key = text_of(cell)
    if not key:
        return NOTHING if cell is None or isinstance(cell, str) else _strange(cell)
    if not isinstance(cell, str) and f"{key}0" in book.keys.codes:
        codes = " hay ".join(code for code in (key, f"{key}0") if code in book.keys.codes)
        remark = Remark(
            _UNKNOWN, f"khóa {key} là số, không rõ là {codes}", "Định dạng cột khóa là chữ (Text)."
        )
        return Row(key, remarks=(remark,))
    total = _TOTALS.get(fold_title(key))
    if total is not None:
        return Row(key, shows=total)
    return _option(key, book) or _found(key, book, guess=guess)


def _strange(cell: "CellIn") -> Row:
    remark = Remark(
        _UNKNOWN, "khóa không phải là chữ", "Định dạng cột khóa là chữ (Text) rồi ghi lại khóa."
    )
    return Row(str(cell), remarks=(remark,))


def _option(key: str, book: "Rulebook") -> Row | None:
    """Read `phiếu!Tốt`, the row of one option of a tally."""
    name, mark, option = key.partition("!")
    found = book.keys.item(name) if mark else None
    target = found.target if isinstance(found, Found) else None
    if not isinstance(target, Figure) or target.item.type is not ValueType.TALLY:
        return None
    item = target.item
    for one in item.options:
        if fold_title(one) == fold_title(option):
            return Row(key, _entry(Option(item, one), _COUNT, f"{item.key}!{one}"))
    return None


def _found(key: str, book: "Rulebook", *, guess: bool) -> Row:
    heading = book.headings.get(key)
    if heading is not None:  # figure `a` and PHẦN A differ in the case of the letter only
        return _targeted(key, heading, book)
    found = book.keys.find(key)
    if isinstance(found, NotFound):
        return Row(key, remarks=(_unknown(key, found, book, guess=guess),))
    target = found.target
    if isinstance(target, OtherYear):
        year = book.rules.year
        remark = Remark(
            "W512",
            f"“{key}” là số liệu năm {target.year}; bộ luật năm {year} chỉ dùng số liệu năm {year} "
            f"và năm {year - 1}; đã bỏ qua",
            f"Dùng @{year - 1}, hoặc xóa dòng này.",
        )
        return Row(key, remarks=(remark,))
    row = _targeted(key, target, book)
    if found.exact:
        return row
    meant = row.entry.written if row.entry else row.shows
    remark = Remark("N514", f"khóa “{key}” được hiểu là “{meant}”", "Nên ghi đúng khóa.")
    return Row(key, row.entry, row.shows, (remark,))


def _targeted(key: str, target: "Figure | Score | Reason | Mark | Result", book: "Rulebook") -> Row:
    match target:
        case Result(code):
            return Row(key, shows=code)
        case Score(leaf):
            own = "!" not in key
            entry = _entry(target, _score_spec(leaf), f"{leaf.code}!điểm", lenient=own)
            return Row(key, entry, leaf.code if own else None)
        case Figure(item, previous):
            year = f"@{book.rules.year - 1}" if previous else ""
            spec = spec_of(item, marks=item.key in book.markable)
            return Row(key, _entry(target, spec, f"{item.name}{year}"))
        case Reason(leaf):
            return Row(key, _entry(target, _TEXT, f"{leaf.code}!lý do"))
        case Mark(code, leaves):
            written = f"{code}!không áp dụng"
            if leaves:
                return Row(key, _entry(target, _MARK, written))
            message = f"mục {code} không cho đơn vị đánh dấu không áp dụng"
            remark = Remark("E530", message, "Bỏ dòng này; để trống nếu chưa có số liệu.")
            return Row(key, remarks=(remark,))


def _score_spec(leaf: "Leaf") -> Spec:
    """Return what a score must be; that of an override is checked when the kind is known."""
    if isinstance(leaf.method, Manual):
        return manual_spec(leaf.method, marks=leaf.unit_marks)
    return Spec(ValueType.NUMBER)


def _unknown(key: str, missed: NotFound, book: "Rulebook", *, guess: bool) -> Remark:
    if missed.candidates:
        keys = " hoặc ".join(f"“{one}”" for one in missed.candidates)
        return Remark(_UNKNOWN, f"“{key}” có thể là {keys}", "Dùng khóa thay cho tiêu đề.")
    name, mark, rest = key.partition("!")
    if mark and book.keys.leaf(name) is not None:
        remedy = f"Sau dấu ! chỉ có điểm, lý do hoặc không áp dụng; không có “{clean(rest)}”."
        return Remark(_UNKNOWN, f"không hiểu khóa “{key}”", remedy)
    known = [*(item.name for item in book.rules.items.values()), *sorted(book.keys.codes)]
    likely = (nearest(key, known) or book.keys.likely(key)) if guess else None
    remedy = f"Có phải “{likely}”?" if likely else "Xem mã tiêu chí và tên số liệu trong bộ luật."
    return Remark(_UNKNOWN, f"bộ luật không có khóa “{key}”", remedy)
