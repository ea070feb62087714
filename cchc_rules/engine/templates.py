"""A rule set and units in, their blank forms in files out: nothing filled is ever written over."""

import errno
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from cchc_rules.diagnostics import Cell, Diagnostic, Severity
from cchc_rules.engine.pressing import Press
from cchc_rules.engine.rules import Loaded, load_rules
from cchc_rules.excel.placing import Stamp, put_in_place
from cchc_rules.excel.template import FileNames
from cchc_rules.facts import Facts, Unit
from cchc_rules.facts.kinds import find_kind, kind_in_name, unknown_kind
from cchc_rules.records import record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.model import RuleSet

    Watch = Callable[[str, int, int], None]

_EVERY = 16


@record()
class Order:
    """Forms of the rule set `rules` (a path or `MÃ@NĂM`) into `output`.

    With a roster in `units` that is a folder, one file for each unit; else a file, for the unit
    `unit` if it is named, of the kind `kind` if it is known. `previous` has the figures of the
    year before. `force`: a form that is there already is kept as `.bak` and replaced.
    """

    rules: str
    output: str
    year: int | None = None
    unit: str = ""
    kind: str = ""
    units: str | None = None
    previous: str | None = None
    force: bool = False


@record()
class Issued:
    """What became of an order: the files that were written, and all that was found."""

    loaded: Loaded
    written: tuple[str, ...] = ()
    found: tuple[Diagnostic, ...] = ()


def issue(order: Order, watch: "Watch | None" = None) -> Issued:
    """Write the forms; a unit whose form cannot be written does not stop the others."""
    told: Watch = watch or _nobody
    told("Đọc bộ luật", 0, 0)
    loaded = load_rules(order.rules, order.year, only_errors=True)
    rules = loaded.usable
    if rules is None:
        return Issued(loaded, found=loaded.found)
    units, found = _units(order, rules)
    known, more = _with_previous(order, rules, units)
    found = (*found, *more)
    if not known:
        return Issued(loaded, found=found)
    if order.units and (failed := _make_folder(Path(order.output))):
        return Issued(loaded, found=(*found, *failed))
    written, failed = _write(order, Press(loaded, rules), known, told)
    return Issued(loaded, written, (*found, *failed))


_Found = tuple[Diagnostic, ...]


def _units(order: Order, rules: "RuleSet") -> tuple[tuple[Unit, ...], _Found]:
    """Return the units of the roster, or the one unit, perhaps without a name or a kind."""
    if order.units:
        from cchc_rules.excel.roster import load_roster

        roster, found = load_roster(Path(order.units), rules.kinds)
        return (roster.units if roster else ()), found
    kind = find_kind(order.kind, rules.kinds) if order.kind else ""
    if kind is None:
        message, remedy = unknown_kind(order.kind, rules.kinds)
        told = f"{message[:1].upper()}{message[1:]}."
        return (), (Diagnostic("E516", Cell("--kind"), told, remedy),)
    name = clean(order.unit)
    kind = kind or (rules.kinds[0] if len(rules.kinds) == 1 else kind_in_name(name, rules.kinds))
    return (Unit(name, kind or ""),), ()


def _with_previous(
    order: Order, rules: "RuleSet", units: "Sequence[Unit]"
) -> tuple[tuple[Facts, ...], _Found]:
    """Return the units with their figures of the year before, where a file has them."""
    blank = tuple(Facts(unit) for unit in units)
    if order.previous is None or not units:
        return blank, ()
    from cchc_rules.engine.data import read_data
    from cchc_rules.facts.previous import Earlier, with_previous

    read = read_data(order.previous, rules)
    errors = tuple(one for one in read.found if one.severity is Severity.ERROR)
    if not read.facts and errors:  # a form without them would have to be made again
        return (), errors
    earlier = Earlier(rules, [(order.previous, read.facts)])
    known, unmatched = with_previous(blank, earlier)
    return known, (*errors, *unmatched)


def _write(
    order: Order, press: Press, units: "Sequence[Facts]", told: "Watch"
) -> tuple[tuple[str, ...], _Found]:
    """Write each form; return the files that were written, and what prevented others."""
    names = FileNames()
    reference = f"{press.rules.code} {press.rules.year}"
    written: list[str] = []
    failed: list[Diagnostic] = []
    for number, facts in enumerate(units):
        if number % _EVERY == 0:
            told("Lập phiếu", number, len(units))
        path = Path(order.output)
        if order.units:
            path /= names.name(facts.unit.id, facts.unit.name, reference)
        found = _save(path, partial(press.form_of, facts.unit, facts.previous), force=order.force)
        failed += found
        if not found:
            written.append(str(path))
    return tuple(written), tuple(failed)


def _save(path: Path, made: "Callable[[], bytes]", *, force: bool) -> _Found:
    """Write one form; a file that is there may be filled already, and is never lost."""
    try:
        there = Stamp.of(path)
    except OSError:
        there = None
    if there is not None and not force:
        message = "Đã có tệp này nên không ghi đè: trong đó có thể đã có số liệu."
        remedy = "Chọn tên khác, hoặc thêm --force để thay (tệp cũ được giữ lại với đuôi .bak)."
        return (Diagnostic("E610", Cell(str(path)), message, remedy),)
    content = made()
    return put_in_place(path, lambda opened: _put(opened, content), _check, replacing=there)


def _put(opened: IO[bytes], content: bytes) -> None:
    opened.write(content)


def _check(path: Path) -> None:
    """Read the new file back: what a full disk or a broken one has kept must be whole."""
    with ZipFile(path) as archive:
        if archive.testzip() is not None:
            raise OSError(errno.EIO, "tệp vừa ghi đọc lại không đúng")


def _make_folder(folder: Path) -> _Found:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"Không tạo được thư mục này ({error.strerror})."
        return (Diagnostic("E600", Cell(str(folder)), message, "Chọn thư mục khác sau -o."),)
    return ()


def _nobody(_: str, __: int, ___: int) -> None:
    """Tell nobody."""
