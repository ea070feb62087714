"""A table of units in, the total, percent, class, rank and a note of each unit out."""

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.excel.table import phrases
from cchc_rules.facts import Facts, Round, Unit
from cchc_rules.facts.kinds import kind_in_name
from cchc_rules.functions.binding import NOTHING, bind_keys
from cchc_rules.functions.cells import BLANK, HostError, Number, Text, text_cell
from cchc_rules.functions.filling import fill
from cchc_rules.functions.form import standing
from cchc_rules.functions.keeping import Kept
from cchc_rules.functions.reading import Refusal, text_of
from cchc_rules.functions.rulebook import rulebook
from cchc_rules.functions.scoring import assessed
from cchc_rules.functions.sentences import is_error, remarks_text
from cchc_rules.records import field, record
from cchc_rules.text import fold_title, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.facts.admit import Remark
    from cchc_rules.functions.binding import Row
    from cchc_rules.functions.cells import CellIn, CellOut, GridIn, GridOut
    from cchc_rules.functions.rulebook import Rulebook
    from cchc_rules.ranking.results import RankedUnit

WIDTH = 5
_MOST_HEADERS = 16
_EMPTY = (BLANK,) * WIDTH
_SERVICE = phrases.ORDERS | phrases.IDS | phrases.RESULTS


@record(frozen=False)
class _Header:
    """What each column is; `name` and `kind` are places, None: there is no such column."""

    rows: "list[Row]"
    name: int | None = None
    kind: int | None = None
    remarks: "list[Remark]" = field(default_factory=list)


@record(frozen=False)
class _Line:
    """What became of one row of the table."""

    facts: Facts | None = None
    remarks: "list[Remark]" = field(default_factory=list)
    refusal: str = ""


def units(*grids: "GridIn | None") -> "GridOut":
    """Return a row for each unit (CCHC_BANG)."""
    titles, table = grids[0] or ((None,),), grids[1] or ((None,),)
    found = _units(titles, table, grids[2], grids[3])
    if isinstance(found, Refusal):
        return (_refused(found.sentence),) * len(table)
    return found


def _refused(sentence: str) -> "tuple[CellOut, ...]":
    error = HostError(sentence)
    return error, error, BLANK, error, Text(sentence)


def _units(
    titles: "GridIn", table: "GridIn", luat: "GridIn | None", loai: "GridIn | None"
) -> "GridOut | Refusal":
    if len(titles) != 1:
        return Refusal("tieu_de phải là một dòng. Chọn lại đúng dòng tiêu đề của bảng.")
    if any(len(row) != len(titles[0]) for row in table):
        return Refusal(
            f"bang rộng {len(table[0])} cột còn tieu_de rộng {len(titles[0])} cột. "
            "Chọn hai vùng cùng bắt đầu và kết thúc ở những cột như nhau."
        )
    book = rulebook(luat)
    if isinstance(book, Refusal):
        return book
    kinds = _kinds(loai, len(table))
    if isinstance(kinds, Refusal):
        return kinds
    names = (book, tuple(titles[0]), tuple(map(type, titles[0])))
    header = _headers.get(names, lambda: _header(titles[0], book))
    reader = _Units(header, book)
    lines = [
        reader.line(number, row, kind)
        for number, (row, kind) in enumerate(zip(table, kinds, strict=True), start=1)
    ]
    return _answered(lines, header, book)


def _kinds(grid: "GridIn | None", count: int) -> "list[str] | Refusal":
    """Return the kind of each row as `loai` says it: one for all, or one for each."""
    texts = ["" if text == "0" else text for row in grid or () for text in map(text_of, row)]
    if len(texts) <= 1:
        return (texts or [""]) * count
    if len(texts) != count:
        return Refusal(f"loai có {len(texts)} ô còn bang có {count} dòng. Chọn một ô hoặc cả cột.")
    return texts


_headers: Kept[_Header] = Kept(_MOST_HEADERS)


def _header(titles: "Sequence[CellIn]", book: "Rulebook") -> _Header:
    """Tell names, kinds and service columns from figures and scores."""
    kinds = {" ".join(words(kind)) for kind in book.rules.kinds}
    header = _Header(list(bind_keys(titles, book)))
    for place, title in enumerate(titles):
        row, plain = header.rows[place], " ".join(words(text_of(title)))
        if row.entry is not None and not row.remarks:
            continue
        if header.name is None and (plain in phrases.NAMES or plain in kinds):
            header.name, header.rows[place] = place, NOTHING
        elif header.kind is None and plain in phrases.KINDS:
            header.kind, header.rows[place] = place, NOTHING
        elif plain in _SERVICE or (row.entry is None and row.shows is not None):
            header.rows[place] = NOTHING
        else:
            header.remarks.extend(row.remarks)
    return header


class _Units:
    """Reads the rows of a table one after the other."""

    def __init__(self, header: _Header, book: "Rulebook") -> None:
        self._header = header
        self._book = book
        self._seen: dict[str, int] = {}

    def line(self, number: int, cells: "Sequence[CellIn]", kind: str) -> _Line:
        """Read one row; a row without name and figures, or of sums, is no unit."""
        header = self._header
        given = any(
            row.entry is not None and cell is not None and cell != ""
            for row, cell in zip(header.rows, cells, strict=True)
        )
        name = text_of(cells[header.name]) if header.name is not None else ""
        if not (given or name) or " ".join(words(name)) in phrases.SUMMARIES:
            return _Line()
        if not name and header.name is not None:
            return _Line(refusal="Dòng này có số liệu nhưng không có tên đơn vị. Ghi tên đơn vị.")
        first = self._seen.setdefault(fold_title(name), number) if name else number
        if first != number:
            return _Line(refusal=f"Đơn vị “{name}” đã có ở dòng {first} của bảng. Bỏ bớt một dòng.")
        own = text_of(cells[header.kind]) if header.kind is not None else ""
        found = _kind_of(own or kind, name, self._book)
        if isinstance(found, Refusal):
            return _Line(refusal=found.sentence)
        unit = Unit(name or f"dòng {number}", found)
        filled = fill(header.rows, cells, self._book, unit)
        remarks = [one for remarks in filled.remarks.values() for one in remarks]
        return _Line(filled.facts, remarks)


def _kind_of(text: str, name: str, book: "Rulebook") -> str | Refusal:
    """Return the kind that is written, or else the one with which the name begins."""
    spoken = kind_in_name(name, book.rules.kinds) if not text else None
    return spoken or book.kind(text)


def _answered(lines: list[_Line], header: _Header, book: "Rulebook") -> "GridOut":
    facts = [line.facts for line in lines if line.facts is not None]
    ranked = iter(assessed(book, facts, Round.APPRAISED) if facts else ())
    rows: list[tuple[CellOut, ...]] = []
    told = remarks_text(header.remarks)
    for line in lines:
        if line.facts is not None:
            rows.append(_unit(next(ranked), line, told))
            told = ""
        else:
            rows.append(_refused(line.refusal) if line.refusal else _EMPTY)
    return tuple(rows)


def _unit(unit: "RankedUnit", line: _Line, told: str) -> "tuple[CellOut, ...]":
    total, percent, name, note = standing(unit, alone=False)
    errors = remarks_text([one for one in line.remarks if is_error(one)])
    texts = [note.value if isinstance(note, Text) else "", errors, told]
    text = "\n".join(text for text in texts if text)
    if unit.places is None:
        place: CellOut = BLANK
    elif unit.places.known:
        place = Number(Decimal(unit.places.best))
    else:
        place = HostError(text, missing=True)
    return total, percent, name, place, text_cell(text)
