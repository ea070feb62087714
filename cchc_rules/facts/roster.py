"""The council's list of units (mã, tên, loại, xếp hạng) in, units to be matched by name out."""

from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.facts import Unit
from cchc_rules.facts.admit import Spec, admit
from cchc_rules.facts.decoding import load_json, member, raw_of, string
from cchc_rules.facts.kinds import find_kind, kind_in_name, unknown_kind
from cchc_rules.facts.names import Match, NameIndex, NoMatch
from cchc_rules.facts.raw import BLANK, Raw, Text
from cchc_rules.model import ValueType
from cchc_rules.records import field, record
from cchc_rules.text import clean, fold_title, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cchc_rules.facts.decoding import Json

_HEADERS = {
    "id": ("ma", "ma don vi", "ma so", "id", "code"),
    "name": (
        "ten", "ten don vi", "don vi", "name", "unit", "tinh", "tinh thanh pho", "huyen", "xa",
        "so", "phuong xa", "xa phuong", "so nganh",
    ),
    "kind": ("loai", "loai don vi", "kind", "cap"),
    "ranked": ("xep hang", "duoc xep hang", "ranked"),
}  # fmt: skip
_COLUMNS = {spelling: name for name, spellings in _HEADERS.items() for spelling in spellings}
_HEADER_ROWS = 30


class Line(NamedTuple):
    """One unit as the list writes it."""

    place: Cell
    name: str
    kind: str = ""
    id: str = ""
    ranked: Raw = BLANK


class Row(NamedTuple):
    """One row of a list that came as a table: its cells, each with its place."""

    cells: "Sequence[tuple[Cell, Raw]]"


@record()
class Roster:
    """The units that are scored, found by name or by id."""

    units: tuple[Unit, ...]
    names: NameIndex = field(compare=False)
    ids: "Mapping[str, int]" = field(compare=False)

    def find(self, name: str, unit_id: str = "") -> Match | NoMatch:
        """Return the unit of this id, else of this name; an id and a name must agree."""
        place = self.ids.get(_id_key(unit_id)) if unit_id else None
        named = self.names.find(name) if name or place is None else Match(place, exact=True)
        if place is None or (isinstance(named, Match) and named.index == place):
            return named
        if isinstance(named, Match):
            both = (self.units[place].name, self.units[named.index].name)
            return NoMatch(both)
        return Match(place, exact=False)


def roster_of(lines: "Iterable[Line]", kinds: "Sequence[str]") -> tuple[Roster, list[Diagnostic]]:
    """Build the roster; a unit without a known kind, or listed twice, is a finding."""
    found: list[Diagnostic] = []
    units: list[Unit] = []
    names: dict[str, Cell] = {}
    ids: dict[str, int] = {}
    for line in lines:
        kind = _kind(line, kinds)
        if kind is None:
            message, remedy = unknown_kind(line.kind, kinds)
            found.append(Diagnostic("E516", line.place, f"{line.name}: {message}.", remedy))
            continue
        key, unit_id = fold_title(line.name), _id_key(line.id)
        if key in names or (unit_id and unit_id in ids):
            found.append(_twice(line, names.get(key)))
            continue
        names[key] = line.place
        if unit_id:
            ids[unit_id] = len(units)
        units.append(Unit(line.name, kind, clean(line.id), _ranked(line, found)))
    roster = Roster(tuple(units), NameIndex([unit.name for unit in units]), ids)
    return roster, found


def _id_key(text: str) -> str:
    return clean(text).casefold()


def _kind(line: Line, kinds: "Sequence[str]") -> str | None:
    if clean(line.kind):
        return find_kind(line.kind, kinds)
    return kinds[0] if len(kinds) == 1 else kind_in_name(line.name, kinds)


def _twice(line: Line, first: Cell | None) -> Diagnostic:
    where = f" (lần đầu ở {first.ref or first})" if first else ""
    message = f"Đơn vị “{line.name}” ghi hai lần trong danh sách{where}."
    return Diagnostic("E515", line.place, message, "Giữ một dòng cho mỗi đơn vị và mỗi mã.")


def _ranked(line: Line, found: list[Diagnostic]) -> bool | None:
    admitted = admit(Spec(ValueType.BOOL), line.ranked)
    found.extend(
        Diagnostic(remark.code, line.place, f"{line.name}: {remark.message}.", remark.remedy)
        for remark in admitted.remarks
        if remark.code.startswith("E")
    )
    return admitted.datum if isinstance(admitted.datum, bool) else None


def lines_of(rows: "Sequence[Row]", file: str) -> tuple[list[Line], list[Diagnostic]]:
    """Find the header of a list that came as a table, and read the units below it."""
    for place, row in enumerate(rows[:_HEADER_ROWS]):
        columns = _columns(row)
        if "name" in columns and (len(columns) > 1 or _is_alone(row)):
            return [line for row in rows[place + 1 :] if (line := _line(row, columns))], []
    message = "Không tìm thấy dòng tiêu đề của danh sách đơn vị."
    remedy = "Dòng tiêu đề cần có cột “Tên” và, nếu có, “Mã”, “Loại”, “Xếp hạng”."
    return [], [Diagnostic("E560", Cell(file), message, remedy)]


def _columns(row: Row) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, (_, raw) in enumerate(row.cells):
        if isinstance(raw, Text):
            name = _COLUMNS.get(" ".join(words(raw.value)))
            if name:
                columns.setdefault(name, place)
    return columns


def _is_alone(row: Row) -> bool:
    return sum(isinstance(raw, Text) for _, raw in row.cells) == 1


def _line(row: Row, columns: "Mapping[str, int]") -> Line | None:
    def cell(name: str) -> tuple[Cell | None, Raw]:
        place = columns.get(name, len(row.cells))
        return row.cells[place] if place < len(row.cells) else (None, BLANK)

    place, raw = cell("name")
    name = as_text(raw)
    if not name or place is None:
        return None
    return Line(place, name, as_text(cell("kind")[1]), as_text(cell("id")[1]), cell("ranked")[1])


def as_text(raw: Raw) -> str:
    """Return a name, a kind or an id as text."""
    datum = admit(Spec(ValueType.TEXT), raw).datum
    return datum if isinstance(datum, str) else ""


def read_csv(text: str, file: str) -> list[Row]:
    """Cut a CSV text into rows; the separator is the one that its first line has most of."""
    import csv
    import io

    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [
        Row([(Cell(file, "", f"dòng {number}"), Text(value) if value else BLANK) for value in row])
        for number, row in enumerate(rows, start=1)
    ]


def absent(roster: Roster, names: "Iterable[str]", file: str) -> list[Diagnostic]:
    """Name the units of the roster that are not among `names`: they have no figures at all."""
    present = {fold_title(name) for name in names}
    return [
        Diagnostic(
            "W561",
            Cell(file),
            f"Đơn vị “{unit.name}” có trong danh sách nhưng chưa có số liệu.",
            "Bổ sung số liệu của đơn vị, hoặc bỏ khỏi danh sách nếu không đánh giá.",
        )
        for unit in roster.units
        if fold_title(unit.name) not in present
    ]


def read_roster(
    text: str, file: str, kinds: "Sequence[str]"
) -> tuple[Roster | None, list[Diagnostic]]:
    """Read a roster that is JSON or CSV."""
    lines, found = _json_lines(text, file) if text.lstrip()[:1] in "{[" else _csv_lines(text, file)
    if not lines:
        return None, found
    roster, more = roster_of(lines, kinds)
    return roster, found + more


def _csv_lines(text: str, file: str) -> tuple[list[Line], list[Diagnostic]]:
    import csv

    try:
        return lines_of(read_csv(text, file), file)
    except csv.Error:
        message = "Tệp CSV của danh sách đơn vị không đọc được."
        return [], [Diagnostic("E560", Cell(file), message, "Lưu lại dạng CSV UTF-8 hoặc .xlsx.")]


def _json_lines(text: str, file: str) -> tuple[list[Line], list[Diagnostic]]:
    loaded, found = load_json(text, file)
    units = member(loaded, "units", "đơn vị") if isinstance(loaded, dict) else loaded
    if not isinstance(units, list) or not all(isinstance(unit, dict) for unit in units):
        message = "Danh sách đơn vị JSON phải là một dãy đối tượng có “name”."
        remedy = 'Ví dụ: [{"id": "01", "name": "Mường Nhé", "kind": "huyện", "ranked": true}].'
        return [], found or [Diagnostic("E560", Cell(file), message, remedy)]
    return [_json_line(unit, file) for unit in units if isinstance(unit, dict)], found


def _json_line(unit: "dict[str, Json]", file: str) -> Line:
    name = string(member(unit, "name", "tên"))
    return Line(
        Cell(file, "", name),
        name,
        string(member(unit, "kind", "loại")),
        string(member(unit, "id", "mã")),
        raw_of(member(unit, "ranked", "xếp hạng")),
    )
