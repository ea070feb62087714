"""The first rows of a sheet in, its header row and what each column means out."""

import re
from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.excel.table import phrases
from cchc_rules.excel.table.claims import Claim, Said, claim_of
from cchc_rules.facts.keys import Figure, Found, Mark, NotFound, OtherYear, Reason, Result, Score
from cchc_rules.facts.kinds import find_kind
from cchc_rules.facts.raw import Number, Text
from cchc_rules.model import ValueType
from cchc_rules.records import field, record
from cchc_rules.text import bare, clean, fold_title, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.sheet import Grid
    from cchc_rules.facts.keys import KeyIndex
    from cchc_rules.model import DataItem

HEAD_ROWS = 60
_MOST_HEADER_ROWS = 3
_LONGEST_LABEL = 400
_MOST_DIGITS = 3
_YEAR = re.compile(r"\bnam (20[0-9]{2})\b")
_COLUMN_LETTER = re.compile(r"[A-Z]")


@record()
class NameColumn:
    """The names of the units; `own`: said so, and not by the kind of unit only."""

    own: bool = True


@record()
class KindColumn:
    """The kinds of the units."""


@record()
class IdColumn:
    """The ids of the units."""


@record()
class OrderColumn:
    """STT."""


@record()
class ResultColumn:
    """Points, places or classes, which are computed anew; `claim`: what they are to be."""

    claim: Claim | None = None


@record()
class OptionColumn:
    """How many ballots chose one option of a tally."""

    item: "DataItem"
    option: str


@record()
class UnknownColumn:
    """A title that names nothing, or more than one thing."""

    missed: NotFound


@record()
class TargetColumn:
    """A figure, a score or a mark; `exact`: titled as the rule set writes it."""

    target: Figure | Score | Reason | Mark
    exact: bool


Role = (
    NameColumn
    | KindColumn
    | IdColumn
    | OrderColumn
    | ResultColumn
    | OptionColumn
    | UnknownColumn
    | TargetColumn
)


@record(frozen=False)
class Header:
    """Where the header stands, and the title and role of each of its columns."""

    first_row: int
    last_row: int
    data_row: int = 0
    """Where the units begin: below a row that only numbers the columns, if there is one."""
    roles: dict[int, Role] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)

    def weight(self) -> tuple[bool, int, int, int]:
        """Return how sure it is: a name column, columns of figures, of results, fewer rows."""
        named = any(isinstance(role, NameColumn) for role in self.roles.values())
        figures = {
            repr(role.target) if isinstance(role, TargetColumn) else repr(role)
            for role in self.roles.values()
            if isinstance(role, (TargetColumn, OptionColumn))
        }
        results = [role for role in self.roles.values() if isinstance(role, ResultColumn)]
        claims = {role.claim for role in results if role.claim is not None}
        return named, len(figures), len(claims), self.first_row - self.last_row

    @property
    def sure(self) -> bool:
        """Say whether it surely heads a table of units: with their names and with figures."""
        named, figures, *_ = self.weight()
        return named and figures > 0

    def column(self, kind: type[Role]) -> int | None:
        """Return the first column of a role."""
        return next((at for at, role in self.roles.items() if isinstance(role, kind)), None)


def label(content: "Content | None") -> str:
    """Return the text of a header cell; a number as a code or a year is written."""
    match content.raw if content else None:
        case Text(value):
            return clean(value) if len(value) <= _LONGEST_LABEL else ""
        case Number(value):
            return numeric.plain(value)
        case _:
            return ""


def years_in(texts: "Iterable[str]") -> tuple[int, ...]:
    """Return the years that titles speak of: “NĂM 2025”."""
    text = " ".join(bare(clean(one)) for one in texts)
    return tuple(sorted({int(year) for year in _YEAR.findall(text)}))


def find_header(grid: "Grid", keys: "KeyIndex") -> Header | None:
    """Return the header under which most figures stand; None without names and figures."""
    labels = {number: _labels(cells, keys) for number, cells in grid.rows.items()}
    hits = {number for number, row in labels.items() if any(map(keys.names_figure, row.values()))}
    resolver = _Resolver(keys)
    best: Header | None = None
    for last in labels:
        nearby = range(max(1, last - _MOST_HEADER_ROWS + 1), last + 1)
        if hits.isdisjoint(nearby):
            continue
        for first in labels.keys() & nearby:
            header = resolver.resolve(labels, first, last)
            if best is None or header.weight() > best.weight():
                best = header
    if best is None or not all(best.weight()[:2]):
        return None
    return _settled(best, grid, keys.rules.kinds)


def _labels(cells: "Mapping[int, Content]", keys: "KeyIndex") -> dict[int, str]:
    """Return what may be titles in a row; of its numbers only years and codes of the rules.

    The code 1.10 typed as a number is stored as 1.1: it is taken for what it may be.
    """
    found: dict[int, str] = {}
    for column, content in cells.items():
        text = label(content)
        if isinstance(content.raw, Number) and not _is_year(text):
            text = " hoặc ".join(code for code in (text, f"{text}0") if code in keys.codes)
        if text:
            found[column] = text
    return found


def _is_year(text: str) -> bool:
    return len(text) == len("2026") and text.isdigit() and text[:2] in {"19", "20"}


class _Resolver:
    """Gives each column of a header its role."""

    def __init__(self, keys: "KeyIndex") -> None:
        self._keys = keys
        self._kinds = {" ".join(words(kind)) for kind in keys.rules.kinds}

    def resolve(self, labels: "Mapping[int, Mapping[int, str]]", first: int, last: int) -> Header:
        """Resolve the header of the rows `first` to `last`."""
        header = Header(first, last)
        rows = [labels.get(number, {}) for number in range(first, last + 1)]
        for column in sorted({column for row in rows for column in row}):
            own = [row[column] for row in rows if column in row]
            parents = [*own[:-1]]
            if column not in rows[0]:
                parents.insert(0, _on_the_left(rows[0], column))
            header.roles[column] = self._role(own[-1], [one for one in parents if one])
            header.titles[column] = own[-1]
        return header

    def _role(self, text: str, parents: "Sequence[str]") -> Role:
        found = self._keys.find(text)
        role = self._target(found) if isinstance(found, Found) else None
        if isinstance(role, TargetColumn) and role.exact:
            return role
        common = _common(" ".join(words(text)), self._kinds)
        if common is not None and not parents:
            return common
        for parent in reversed(parents):
            within = self._within(parent, text)
            if within is not None:
                return within
        if role is not None:
            return role
        if common is not None:
            return common
        return UnknownColumn(found if isinstance(found, NotFound) else NotFound(()))

    def _target(self, found: Found) -> Role:
        match found.target:
            case Result(code, self_scored):
                return ResultColumn(Claim(Said.SCORE, code, self_scored))
            case OtherYear():
                return ResultColumn()
            case target:
                return TargetColumn(target, found.exact)

    def _within(self, parent: str, text: str) -> Role | None:
        """Read a title under another: an option, a year, the rest of a title, what is inside."""
        above = self._keys.find(parent)
        target = above.target if isinstance(above, Found) else None
        item = target.item if isinstance(target, Figure) else None
        if item is not None and item.type is ValueType.TALLY:
            key = fold_title(text)
            for option in item.options:
                if fold_title(option) == key:
                    return OptionColumn(item, option)
        inside = self._keys.within(target.code, text) if isinstance(target, Result) else None
        if isinstance(inside, Found):
            return self._target(inside)
        if isinstance(above, Found) and isinstance(target, Result | Score):
            points = self._keys.points(target, text)
            if points is not None:
                return self._target(Found(points, above.exact))
        claim = claim_of(" ".join(words(f"{parent} {text}")))
        if claim is not None:
            return ResultColumn(claim)
        tries = [f"{parent} {text}", f"{parent} ({text})", f"{parent}@{text}"]
        if item is not None and fold_title(text) in {fold_title("năm nay"), fold_title("số liệu")}:
            tries.append(parent)
        for one in tries:
            found = self._keys.find(one)
            if isinstance(found, Found):
                return self._target(found)
        return None


def _on_the_left(row: "Mapping[int, str]", column: int) -> str:
    """Return the title of the merged cell that reaches over a column."""
    before = [at for at in row if at < column]
    return row[max(before)] if before else ""


def _common(plain: str, kinds: "set[str]") -> Role | None:
    """Return the role of a title that every table may have; `plain` is bare."""
    if plain in phrases.ORDERS:
        return OrderColumn()
    if plain in phrases.NAMES or plain in kinds:
        return NameColumn(own=plain in phrases.OWN_NAMES or plain in kinds)
    if plain in phrases.KINDS:
        return KindColumn()
    if plain in phrases.IDS:
        return IdColumn()
    return ResultColumn(claim_of(plain)) if plain in phrases.RESULTS else None


def _settled(header: Header, grid: "Grid", kinds: "Sequence[str]") -> Header:
    """Keep one column of names, and a column of kinds only where kinds stand in it."""
    named = [at for at, role in header.roles.items() if isinstance(role, NameColumn)]
    chosen = next((at for at in named if header.roles[at] == NameColumn(own=True)), named[0])
    for column in named:
        if column != chosen:
            header.roles[column] = ResultColumn()
    header.data_row = header.last_row + (2 if _numbers_columns(grid, header.last_row + 1) else 1)
    for column, role in list(header.roles.items()):
        if isinstance(role, KindColumn) and not _holds_kinds(grid, header, column, kinds):
            header.roles[column] = ResultColumn()
    return header


def _numbers_columns(grid: "Grid", row: int) -> bool:
    """Say whether a row reads (1), (2), (3) or A, B, 1, 2: no names, numbers that rise by one."""
    labels = [text for one in grid.rows.get(row, {}).values() if (text := label(one))]
    letters = [text for text in labels if _COLUMN_LETTER.fullmatch(text)]
    numbers = [text.strip("()[]") for text in labels[len(letters) :]]
    if not all(number.isdigit() and len(number) <= _MOST_DIGITS for number in numbers):
        return False
    first = int(numbers[0]) if numbers else 0
    rising = [int(number) for number in numbers] == list(range(first, first + len(numbers)))
    return rising and first == 1 and len(labels) > 1 and len(letters) != 1


def _holds_kinds(grid: "Grid", header: Header, column: int, kinds: "Sequence[str]") -> bool:
    """Say whether a column titled "Loại" has kinds and not classes; empty counts as kinds."""
    if " ".join(words(header.titles[column])) != "loai":
        return True
    below = [
        text
        for row, at, content in grid.cells()
        if at == column and row > header.last_row and (text := label(content))
    ]
    return not below or any(find_kind(text, kinds) for text in below)


def untitled(grid: "Grid", header: Header) -> "Iterator[int]":
    """Yield the columns without a title that hold something in the first rows below it."""
    seen: set[int] = set()
    for row, column, content in grid.cells():
        if row > header.last_row and column not in header.roles and column not in seen:
            seen.add(column)
            if label(content):
                yield column
