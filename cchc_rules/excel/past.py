"""The workbook of an earlier year's ranking in (ours, or a published table), its units out."""

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import Interval
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.reading import open_workbook
from cchc_rules.excel.table import phrases
from cchc_rules.facts.raw import Number, Shown, Text
from cchc_rules.numeric import HUNDRED
from cchc_rules.ranking.results import Places
from cchc_rules.ranking.years import Standing
from cchc_rules.records import record
from cchc_rules.text import bare, clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.excel.sheet import Grid

_SEARCHED = 30
_OWN_SHEETS = {"Xếp hạng", "Căn cứ"}
_ROLES = {
    "name": phrases.NAMES,
    "kind": phrases.KINDS,
    "rank": phrases.RANKS,
    "total": frozenset(
        {"tong diem", "diem", "diem so", "tong so diem", "diem tong", "tong cong", "total", "score"}
    ),
    "percent": phrases.PERCENTS,
    "class": phrases.CLASSES,
}
_BESIDE = re.compile(r"\([^)]*\)|\W")
_YEAR = re.compile(r"\bnam ((?:19|20)[0-9]{2})\b")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+")


@record()
class PastTable:
    """The units of a ranking; `year` None: the workbook does not say; `own`: made by us.

    `titles` are those of the columns that say something else.
    """

    year: int | None
    units: tuple[Standing, ...]
    own: bool
    titles: tuple[str, ...] = ()


def read_past(path: "Path") -> PastTable | None:
    """Read a workbook that ranks units; None: it does not, or cannot be read."""
    workbook, _ = open_workbook(path)
    if workbook is None:
        return None
    with workbook:
        try:
            return _read(workbook)
        except RefusalError:
            return None


def _read(workbook: "Workbook") -> PastTable | None:
    own = {sheet.name for sheet in workbook.sheets} >= _OWN_SHEETS
    for sheet in workbook.sheets:
        head = sheet.head(_SEARCHED)
        found = _header(head)
        if found is None:
            continue
        row, columns = found
        grid = sheet.read()
        units = (_unit(cells, columns) for at, cells in grid.rows.items() if at > row)
        ranked = tuple(unit for unit in units if unit is not None)
        if any(unit.places for unit in ranked):
            others = [cell for at, cell in head.rows[row].items() if at not in columns.values()]
            titles = tuple(title for title in map(_text, others) if title)
            return PastTable(_year(head, row), ranked, own, titles)
    return None


def _header(grid: "Grid") -> tuple[int, dict[str, int]] | None:
    """Return the row of titles, and the column of each role that it has."""
    for row, cells in grid.rows.items():
        titles = {at: _plain(_text(cell)) for at, cell in cells.items()}
        columns: dict[str, int] = {}
        for role, known in _ROLES.items():
            at = next((at for at, title in titles.items() if title in known), None)
            if at is not None:
                columns[role] = at
        if {"name", "rank"} <= columns.keys():
            return row, columns
    return None


def _year(grid: "Grid", row: int) -> int | None:
    """Return the year that stands last above the table: titles name the rule set's first."""
    years = [
        int(found)
        for at, cells in grid.rows.items()
        if at < row
        for cell in cells.values()
        for found in _YEAR.findall(bare(_text(cell)))
    ]
    return years[-1] if years else None


def _unit(cells: "Mapping[int, Content]", columns: "Mapping[str, int]") -> Standing | None:
    def at(role: str) -> "Content | None":
        return cells.get(columns.get(role, 0))

    name = _text(at("name"))
    if not name or bare(name) in phrases.SUMMARIES:
        return None
    classes = [one.strip() for one in re.split(r" hoặc |/", _text(at("class")))]
    rank = _span(at("rank"))
    whole = rank is not None and all(not end % 1 and end > 0 for end in (rank.low, rank.high))
    return Standing(
        name,
        _text(at("kind")),
        _span(at("total")),
        _span(at("percent")),
        Places(int(rank.low), int(rank.high)) if rank is not None and whole else None,
        tuple(one for one in classes if one not in {"", "–", "-"}),
    )


def _text(cell: "Content | None") -> str:
    return clean(cell.raw.value) if cell is not None and isinstance(cell.raw, Text) else ""


def _plain(title: str) -> str:
    return " ".join(_BESIDE.sub(" ", bare(title)).split())


def _span(cell: "Content | None") -> Interval | None:
    """Return a number, or a range that was written as text (`16,18–16,76`, `3–5`)."""
    match cell.raw if cell is not None else None:
        case Number(value, shown):
            found = value * HUNDRED if shown is Shown.PERCENT else value
            return Interval(found, found)
        case Text(value):
            ends = [_number(part) for part in clean(value).replace("%", "").split("–")]
            known = [end for end in ends if end is not None]
            return Interval(known[0], known[-1]) if known and len(known) == len(ends) else None
        case _:
            return None


def _number(text: str) -> Decimal | None:
    written = text.strip().replace("−", "-")
    if "," in written or _GROUPED.fullmatch(written):
        written = written.replace(".", "").replace(",", ".")
    try:
        found = Decimal(written)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
