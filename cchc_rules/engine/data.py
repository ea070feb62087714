"""Paths of workbooks and JSON files in, the facts of the units with findings out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic, Severity, Span
from cchc_rules.facts.previous import with_previous
from cchc_rules.facts.reading import Read, read_facts
from cchc_rules.facts.roster import absent

if TYPE_CHECKING:
    from cchc_rules.facts import Facts, Round
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import RuleSet

_MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Data:
    """The units with their figures; `round` None: the file does not say."""

    facts: "tuple[Facts, ...]"
    round: "Round | None"
    found: tuple[Diagnostic, ...]


def read_data(
    name: str, rules: "RuleSet", units: str | None = None, previous: str | None = None
) -> Data:
    """Read the figures in `name`, the roster in `units` and last year's figures in `previous`."""
    roster, found = _roster(units, rules) if units else (None, ())
    if units and roster is None:
        return Data((), None, found)
    read = _read(name, rules, roster)
    facts, found = read.facts, (*found, *read.diagnostics)
    if roster is not None:
        found = (*found, *absent(roster, facts, name))
    if previous:
        before = _read(previous, rules, None)
        facts, unmatched = with_previous(facts, before.facts, previous, rules.year - 1)
        # This year's rules no longer know all of last year's columns: only errors are told.
        errors = (one for one in before.diagnostics if one.severity is Severity.ERROR)
        found = (*found, *errors, *(unmatched if before.facts else ()))
    return Data(facts, read.round, found)


def _read(name: str, rules: "RuleSet", roster: "Roster | None") -> Read:
    """Read a workbook or JSON, whatever its ending says."""
    if _is_json(name):
        text, found = _text(name)
        return read_facts(text, name, rules, roster) if text is not None else Read((), None, found)
    from cchc_rules.excel.table import read_table_file

    table = read_table_file(Path(name), rules, roster)
    return Read(table.facts, None, table.diagnostics)


def _roster(name: str, rules: "RuleSet") -> "tuple[Roster | None, tuple[Diagnostic, ...]]":
    from cchc_rules.excel.roster import load_roster

    return load_roster(Path(name), rules.kinds)


def _is_json(name: str) -> bool:
    if Path(name).suffix.casefold() == ".json":
        return True
    try:
        with Path(name).open("rb") as opened:
            return opened.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    except (OSError, ValueError):
        return False


def _text(name: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Read a text file in UTF-8; what prevents it is one finding (E550)."""
    remedy = "Kiểm tra đường dẫn và quyền đọc tệp."
    try:
        with Path(name).open("rb") as opened:
            raw = opened.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return None, (Diagnostic("E550", Cell(name), "Không tìm thấy tệp này.", remedy),)
    except (OSError, ValueError):
        return None, (Diagnostic("E550", Cell(name), "Không đọc được tệp này.", remedy),)
    if len(raw) > _MOST_BYTES:
        message = f"Tệp lớn hơn {_MOST_BYTES // 1_000_000} MB."
        return None, (Diagnostic("E550", Cell(name), message, "Chia thành nhiều tệp."),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "Tệp không ở mã UTF-8."
        return None, (Diagnostic("E550", Span(name, line), message, "Lưu lại tệp dạng UTF-8."),)
