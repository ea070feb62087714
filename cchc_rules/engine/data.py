"""Paths of workbooks and JSON files in, the facts of the units with findings out."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic, Severity, Span
from cchc_rules.engine.made import Made
from cchc_rules.facts.previous import Earlier, compare
from cchc_rules.facts.reading import Read, read_facts
from cchc_rules.facts.roster import absent
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.facts import Facts, Round
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import RuleSet

_MOST_BYTES = 200_000_000


@record()
class Data:
    """The units with their figures; `round` None: the file does not say."""

    facts: "Sequence[Facts]"
    round: "Round | None"
    found: tuple[Diagnostic, ...]


def read_data(  # noqa: PLR0913 - each is an option of its own
    name: str,
    rules: "RuleSet",
    units: str | None = None,
    previous: "Sequence[str]" = (),
    *,
    round_: "Round | None" = None,
    accept_declared: bool = False,
) -> Data:
    """Read the figures in `name`, the roster in `units` and those of last year in `previous`.

    A form has figures of two rounds: `round_` says which are wanted, else those of the council if
    it entered any; with `accept_declared` declared ones stand where it entered none.
    """
    roster, found = read_roster(units, rules) if units else (None, ())
    if units and roster is None:
        return Data((), None, found)
    read = _read(name, rules, roster, round_, accept_declared=accept_declared)
    found = (*found, *read.diagnostics)
    if roster is not None:
        found = (*found, *absent(roster, (one.unit.name for one in read.facts), name))
    return with_earlier(Data(read.facts, read.round, found), rules, previous)


def with_earlier(data: Data, rules: "RuleSet", previous: "Sequence[str]") -> Data:
    """Return what was read with the figures of last year, joined when a unit is looked at."""
    if not previous:
        return data
    earlier, errors = read_earlier(previous, rules)
    facts = Made(len(data.facts), lambda number: earlier.join(data.facts[number])[0])
    return Data(facts, data.round, (*data.found, *errors, *compare(data.facts, earlier)))


def read_earlier(
    names: "Sequence[str]", rules: "RuleSet"
) -> tuple[Earlier, tuple[Diagnostic, ...]]:
    """Read files with figures of the year before."""
    read = [(name, _read(name, rules, None)) for name in names]
    # This year's rules no longer know all of last year's columns: only errors are told.
    told = (found for _, one in read for found in one.diagnostics)
    errors = tuple(found for found in told if found.severity is Severity.ERROR)
    return Earlier(rules, [(name, one.facts) for name, one in read]), errors


def _read(
    name: str,
    rules: "RuleSet",
    roster: "Roster | None",
    round_: "Round | None" = None,
    *,
    accept_declared: bool = False,
) -> Read:
    """Read a workbook or JSON, whatever its ending says."""
    if is_json(name):
        return read_json(name, rules, roster)
    from cchc_rules.engine.workbooks import read_figures

    return read_figures(name, rules, roster, round_, accept_declared=accept_declared)


def read_json(name: str, rules: "RuleSet", roster: "Roster | None") -> Read:
    """Read a file of facts."""
    text, found = text_of(name)
    return read_facts(text, name, rules, roster) if text is not None else Read((), None, found)


def read_roster(name: str, rules: "RuleSet") -> "tuple[Roster | None, tuple[Diagnostic, ...]]":
    """Read the council's list of units."""
    from cchc_rules.excel.roster import load_roster

    return load_roster(Path(name), rules.kinds)


def only_declared(name: str) -> Diagnostic:
    """Return the finding that a file of declared figures is to be scored as an appraised one."""
    message = "Tệp này ghi là số liệu tự khai, chưa có số liệu thẩm định."
    remedy = "Chấm vòng tự chấm (--round tu-cham), hoặc thêm --accept-declared để lấy số tự khai."
    return Diagnostic("E563", Cell(name), message, remedy)


def is_json(name: str) -> bool:
    """Say whether a file is JSON, by its ending or its first letter."""
    if Path(name).suffix.casefold() == ".json":
        return True
    try:
        with Path(name).open("rb") as opened:
            return opened.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    except (OSError, ValueError):
        return False


def text_of(name: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
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
