"""A workbook with one unit per row in, the facts of each unit with findings out."""

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.limits import DEFAULT
from cchc_rules.excel.reading import open_workbook
from cchc_rules.excel.sheet import collector_at_rest, reference
from cchc_rules.excel.table.assembly import Assembler
from cchc_rules.excel.table.ballots import BallotReader, ballot_sheets
from cchc_rules.excel.table.claims import Claimed
from cchc_rules.excel.table.findings import Findings
from cchc_rules.excel.table.header import (
    HEAD_ROWS,
    Header,
    find_header,
    label,
    untitled,
    years_in,
)
from cchc_rules.excel.table.lensing import font_remarks
from cchc_rules.excel.table.plan import Planner
from cchc_rules.facts.keys import KeyIndex
from cchc_rules.model import Special
from cchc_rules.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cchc_rules.excel.limits import Limits
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.excel.sheet import Grid, Sheet
    from cchc_rules.facts import Facts
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import DataItem, RuleSet

_MOST_LISTED = 20
_LONGEST_NAME = 31

__all__ = ["Table", "read_table", "read_table_file"]


@record()
class Table:
    """What a table holds: the facts in the order of its rows, and what was found on the way."""

    facts: "tuple[Facts, ...]"
    diagnostics: tuple[Diagnostic, ...]
    sheet: str = ""
    claims: tuple[Claimed, ...] = ()
    """What it says of results, where they are to be compared."""


_FEW_ROWS = 12
"""Nearly every header stands within these, and rows have a hundred cells."""


@record()
class _Headed:
    """A sheet with the header that was found in it."""

    sheet: "Sheet"
    grid: "Grid"
    header: Header


def read_table_file(
    path: "Path",
    rules: "RuleSet",
    roster: "Roster | None" = None,
    *,
    sheet: str = "",
    limits: "Limits" = DEFAULT,
) -> Table:
    """Read the table of a file; `sheet` names it where a workbook has several."""
    workbook, found = open_workbook(path, limits=limits)
    if workbook is None:
        return Table((), found)
    with workbook:
        table = read_table(workbook, rules, roster, sheet=sheet)
    return Table(table.facts, (*found, *table.diagnostics), table.sheet)


def read_table(
    workbook: "Workbook",
    rules: "RuleSet",
    roster: "Roster | None" = None,
    *,
    sheet: str = "",
    results: bool = False,
) -> Table:
    """Read the table of an opened workbook; `results`: also what it says of results."""
    try:
        with collector_at_rest():
            table = _read(workbook, KeyIndex(rules), roster, sheet, results=results)
    except RefusalError as refusal:
        return Table((), (refusal.found(workbook.file),))
    assert table is not None  # noqa: S101 - it need not be sure
    return table


def read_sure_table(
    workbook: "Workbook",
    rules: "RuleSet",
    roster: "Roster | None" = None,
    *,
    results: bool = False,
) -> Table | None:
    """Read the table of a workbook whose header names units and figures; None: it has none."""
    try:
        with collector_at_rest():
            return _read(workbook, KeyIndex(rules), roster, "", only_sure=True, results=results)
    except RefusalError as refusal:
        return Table((), (refusal.found(workbook.file),))


def _read(  # noqa: PLR0913 - what is read, with what, and how
    workbook: "Workbook",
    keys: KeyIndex,
    roster: "Roster | None",
    sheet: str,
    *,
    only_sure: bool = False,
    results: bool = False,
) -> Table | None:
    ballots = ballot_sheets(workbook, keys.rules)
    aside = {one.name for _, one in ballots.values()}
    headed = list(_headed(workbook, keys, aside, sheet))
    if only_sure and not any(one.header.sure for one in headed):
        return None
    if not headed:
        return Table((), (_no_table(workbook, sheet),))
    chosen = max(headed, key=lambda one: (not one.sheet.hidden, one.header.weight()))
    findings = Findings(workbook.file, chosen.sheet.name)
    plan = Planner(keys, chosen.header, findings, results=results).plan(frozenset(ballots))
    _tell_header(chosen, findings)
    _tell_year(chosen, keys.rules.year, findings)
    columns = chosen.sheet.columns(plan.lenses, chosen.header.data_row)
    assembler = Assembler(keys, plan, columns, findings)
    facts = assembler.facts(roster)
    if not facts:
        message = "Bảng không có dòng đơn vị nào."
        findings.tell("E510", "", message, "Ghi mỗi đơn vị một dòng dưới dòng tiêu đề.")
    told = list(findings.all())
    for item, one in ballots.values():
        told.extend(_add_ballots(facts, item, one, workbook.file))
    told.extend(_other_tables(workbook.file, headed, chosen))
    return Table(tuple(facts), tuple(told), chosen.sheet.name, assembler.claims())


def _headed(
    workbook: "Workbook", keys: KeyIndex, aside: set[str], wanted: str
) -> "Iterator[_Headed]":
    for sheet in workbook.sheets:
        if sheet.name in aside or (wanted and sheet.name != wanted):
            continue
        for rows in (_FEW_ROWS, HEAD_ROWS):
            grid = sheet.head(rows)
            header = find_header(grid, keys)
            if header is not None and (header.sure or rows == HEAD_ROWS):
                yield _Headed(sheet, grid, header)
                break


def _no_table(workbook: "Workbook", wanted: str) -> Diagnostic:
    shown = [f"“{sheet.name[:_LONGEST_NAME]}”" for sheet in workbook.sheets[:_MOST_LISTED]]
    names = ", ".join(shown) + (" …" if len(workbook.sheets) > len(shown) else "")
    if wanted and wanted not in {sheet.name for sheet in workbook.sheets}:
        message = f"Không có trang “{wanted}” trong tệp."
        return Diagnostic("E510", Cell(workbook.file), message, f"Các trang: {names}.")
    return Diagnostic(
        "E510",
        Cell(workbook.file),
        f"Không tìm thấy phiếu chấm điểm hay bảng số liệu trong các trang: {names}.",
        "Phiếu cần dòng tiêu đề có STT, Tiêu chí, Điểm tối đa, Số liệu và các dòng mang mã, tên "
        "của bộ chỉ số; bảng cần cột tên đơn vị (“Đơn vị”, “Tỉnh”, “Huyện” …) và các cột mang tên, "
        "tiêu đề hoặc khóa của số liệu trong bộ chỉ số.",
    )


def _tell_header(chosen: _Headed, findings: Findings) -> None:
    """Tell titles of old fonts, and columns that hold something under no title."""
    header = chosen.header
    for row, column, content in chosen.grid.cells():
        if header.first_row <= row <= header.last_row:
            for remark in font_remarks(content):
                findings.remark(row, column, remark, "Tiêu đề cột")
    nameless = list(untitled(chosen.grid, header))
    if nameless:
        listed = ", ".join(map(column_letters, nameless[:_MOST_LISTED]))
        more = " …" if len(nameless) > _MOST_LISTED else ""
        message = f"Cột {listed}{more} có dữ liệu nhưng không có tiêu đề; không được đọc."
        place = reference(header.last_row, nameless[0])
        findings.tell("W512", place, message, "Ghi tiêu đề hoặc khóa của số liệu.")


def _tell_year(chosen: _Headed, year: int, findings: Findings) -> None:
    """Tell a table whose title speaks of another year."""
    first = chosen.header.first_row
    above = [label(content) for row, _, content in chosen.grid.cells() if row < first]
    years = years_in(above)
    if years and year not in years:
        spoken = ", ".join(map(str, years))
        message = f"Tiêu đề bảng ghi năm {spoken}, bộ luật dùng là của năm {year}."
        findings.tell("W582", "", message, "Kiểm tra xem có đúng bảng và đúng bộ luật không.")


def _add_ballots(
    facts: "list[Facts]", item: "DataItem", sheet: "Sheet", file: str
) -> "Iterator[Diagnostic]":
    """Put the answers of a sheet into the facts of its units."""
    findings = Findings(file, sheet.name)
    units = [one.unit for one in facts]
    answers = BallotReader(item, sheet.read(), units, findings).read()
    for place, one in enumerate(facts):
        admitted = answers.get(one.unit.name)
        if admitted is None:
            continue
        if one.values.get(item.key, Special.MISSING) is not Special.MISSING:
            message = f"{one.unit.name}: phiếu có cả ở trang này và ở cột của bảng."
            findings.tell("E511", "", message, "Giữ một nơi; cột của bảng được dùng.")
            continue
        facts[place] = replace(one, values={**one.values, item.key: admitted.datum})
        for remark in admitted.remarks:
            message = f"{one.unit.name}: {remark.message}."
            findings.tell(remark.code, "", message, remark.remedy)
    yield from findings.all()


def _other_tables(file: str, headed: list[_Headed], chosen: _Headed) -> "Iterator[Diagnostic]":
    for one in headed:
        if one is not chosen:
            yield Diagnostic(
                "W509",
                Cell(file, one.sheet.name),
                f"Trang này cũng có bảng số liệu nhưng không được đọc; chỉ đọc trang "
                f"“{chosen.sheet.name}”.",
                "Gộp vào một trang, hoặc chỉ rõ trang cần đọc.",
            )
