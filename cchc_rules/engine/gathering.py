"""What became of many files in, their units as one round out: none twice, none without a word."""

from array import array
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic, Severity
from cchc_rules.engine.data import Data
from cchc_rules.engine.folders import is_many
from cchc_rules.engine.many import Examination
from cchc_rules.engine.spool import StoredFacts
from cchc_rules.engine.validating import bench_of
from cchc_rules.facts import Round
from cchc_rules.facts.roster import absent
from cchc_rules.records import record, replace
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from cchc_rules.engine.scoring import Watch
    from cchc_rules.engine.validating import Options, Validated
    from cchc_rules.facts import Facts, Unit
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import RuleSet

_FEW = 10
"""Up to so many files every warning is told, of more only how many there are."""


class Census:
    """Which unit came in which file."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._seen: dict[str, tuple[str, int]] = {}
        self._names: list[str] = []

    def take(self, file: str, units: "Iterable[tuple[Unit, int]]") -> list[bool]:
        """Say of each unit of a file, with the fingerprint of its figures, whether it is new."""
        return [self._is_new(file, unit, figures) for unit, figures in units]

    def _is_new(self, file: str, unit: "Unit", figures: int) -> bool:
        keys = [f"{unit.kind}\0{fold_title(unit.name)}"]
        keys += [f"\0{unit.id.casefold()}"] if unit.id else []
        earlier = next((self._seen[key] for key in keys if key in self._seen), None)
        if earlier is None or earlier[0] == file:  # within a file its reader has told
            self._seen |= dict.fromkeys(keys, (file, figures))
            self._names.append(unit.name)
            return True
        self.found.append(_twice(file, unit.name, earlier[0], same=earlier[1] == figures))
        return False

    def missing(self, roster: "Roster", name: str) -> list[Diagnostic]:
        """Name the units of the roster that have not come in any file of `name`."""
        return absent(roster, self._names, name)


def _fingerprint(facts: "Facts") -> int:
    parts = (facts.values, facts.previous, facts.manual, facts.overrides)
    pairs = (frozenset((key, part.get(key)) for key in part) for part in parts)
    return hash((facts.marks, *pairs))


def _twice(file: str, name: str, first: str, *, same: bool) -> Diagnostic:
    if same:
        message = f"Đơn vị “{name}” đã có ở {first} với cùng số liệu; tệp này không tính thêm."
        return Diagnostic("W566", Cell(file), message, "Chỉ giữ một tệp cho mỗi đơn vị.")
    message = f"Đơn vị “{name}” đã có ở {first}, số liệu khác nhau; chỉ tính {first}."
    remedy = "Giữ lại tệp đúng của đơn vị, đưa tệp kia ra khỏi thư mục rồi chạy lại."
    return Diagnostic("E566", Cell(file), message, remedy)


class Checked:
    """All files of `names`, checked as they are asked for; `found` concerns all of them."""

    def __init__(
        self, names: "Sequence[str]", options: "Options", executor: "Executor | None" = None
    ) -> None:
        self._names = names
        self._options = options
        self._examination = Examination(names, options, executor=executor)
        self.found: tuple[Diagnostic, ...] = ()

    def results(self, watch: "Watch | None" = None) -> "Iterator[Validated]":
        """Yield what became of each file, in order; then `found` is complete."""
        census, rules = Census(), self._options.rules
        if rules and is_many(self._names):
            bench = bench_of(rules, self._options.year, self._options.units, self._options.previous)
            if not bench.usable:  # told once, and not for each file
                self.found = bench.found
                return
        for one in self._examination.results(watch):
            wrong = [found for found in one.found if self._is_of_roster(found)]
            if wrong:  # told once, and not for each file
                self.found = tuple(wrong)
                return
            census.take(one.file, [(facts.unit, _fingerprint(facts)) for facts in one.facts])
            if rules is None and one.rules is not None:
                rules = f"{one.rules.code}@{one.rules.year}"
            yield one
        self.found = (*self._examination.found, *census.found)
        if rules and self._options.units and len(self._examination.paths) > 1:
            bench = bench_of(rules, self._options.year, self._options.units, self._options.previous)
            if bench.roster is not None:
                name = ", ".join(self._names)
                self.found = (*self.found, *census.missing(bench.roster, name))

    def _is_of_roster(self, found: Diagnostic) -> bool:
        """Say whether an error is one of the list of units, with which nothing can be checked."""
        return found.severity is Severity.ERROR and found.place.file == self._options.units


@record()
class _Came:
    """What counts of a file: the findings that are told, and how many are not.

    Its units are kept from number `first` on; `figures` has a fingerprint for each.
    """

    file: str
    round: Round
    first: int
    figures: tuple[int, ...]
    found: tuple[Diagnostic, ...]
    untold: int


def gather(
    examination: Examination,
    rules: "RuleSet",
    options: "Options",
    roster: "Roster | None" = None,
    watch: "Watch | None" = None,
) -> Data:
    """Read everything as one round: that which is asked for, else appraised if any file is."""
    press = _Press(rules, few=len(examination.paths) <= _FEW)
    came = [press.take(one) for one in examination.results(watch)]
    round_ = options.round or _round_of(came)
    behind = [one.file for one in came if one.round is not round_ and one.figures]
    if behind:
        again = examination.of(behind, replace(options, round=round_))
        later = {one.file: press.take(one) for one in again.results(watch)}
        came = [later.get(one.file, one) for one in came]
    census, chosen = Census(), array("Q")
    found = list(examination.found)
    for one in came:
        found += one.found
        units = press.stored.units[one.first : one.first + len(one.figures)]
        new = census.take(one.file, zip(units, one.figures, strict=True))
        chosen.extend(one.first + at for at, is_new in enumerate(new) if is_new)
    found += [*census.found, *_untold(came)]
    if roster is not None:
        found += census.missing(roster, ", ".join(examination.names))
    return Data(press.stored.only(chosen), round_, tuple(found))


def _round_of(came: "Iterable[_Came]") -> Round:
    rounds = {one.round for one in came if one.figures}
    return Round.SELF if rounds == {Round.SELF} else Round.APPRAISED


def _untold(came: "Sequence[_Came]") -> list[Diagnostic]:
    counts = [one.untold for one in came if one.untold]
    if not counts:
        return []
    message = f"Còn {sum(counts)} cảnh báo và lưu ý trong {len(counts)} tệp."
    return [Diagnostic("N567", Cell(""), message, "Xem từng ô bằng cchc validate.")]


class _Press:
    """Keeps what counts of a file: the figures on a disk, little else."""

    def __init__(self, rules: "RuleSet", *, few: bool) -> None:
        self.stored = StoredFacts()
        self._rules = rules
        self._few = few

    def take(self, one: "Validated") -> _Came:
        """Return what counts of a file."""
        told = tuple(f for f in one.found if self._few or f.severity is Severity.ERROR)
        facts = one.facts
        if one.rules is not None and one.rules.sha256 != self._rules.sha256:
            told, facts = (*told, _other_rules(one.file)), ()
        first = len(self.stored.units)
        for each in facts:
            self.stored.add(each)
        figures = tuple(map(_fingerprint, facts))
        return _Came(one.file, one.round, first, figures, told, len(one.found) - len(told))


def _other_rules(file: str) -> Diagnostic:
    message = "Bộ luật bị sửa trong lúc đang đọc các tệp, nên tệp này không được tính."
    return Diagnostic("E567", Cell(file), message, "Chạy lại lệnh.")
