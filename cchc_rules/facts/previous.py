"""The facts of a year and those of the year before in, facts that know both out.

What the council's file of the year before says counts. A unit's own file may say it too, as locked
cells of its form do: where that differs it was changed, and is told.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.facts import Fault
from cchc_rules.facts.admit import spec_of
from cchc_rules.facts.names import Match, NameIndex
from cchc_rules.headings import paths
from cchc_rules.model import Special
from cchc_rules.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard

    from cchc_rules.diagnostics import Place
    from cchc_rules.facts import Datum, Facts, Unit
    from cchc_rules.model import RuleSet

_EACH = 50
"""More changed figures of one file are only counted."""


@record()
class Change:
    """A figure of the year before that a unit's own file says otherwise than the council's."""

    key: str
    own: "Datum"
    council: "Datum"


class _Source:
    """A file with figures of the year before, its units found as in a roster, or by their ids."""

    def __init__(self, file: str, units: "Sequence[Facts]") -> None:
        self.file = file
        self._units = units
        self._index = NameIndex([one.unit.name for one in units])
        self._ids = {one.unit.id: place for place, one in enumerate(units) if one.unit.id}

    def find(self, unit: "Unit") -> "Facts | None":
        match = self._index.find(unit.name)
        place = match.index if isinstance(match, Match) else self._ids.get(unit.id)
        return None if place is None else self._units[place]


class Earlier:
    """The council's figures of the year before; of several files the first that knows one."""

    def __init__(self, rules: "RuleSet", files: "Sequence[tuple[str, Sequence[Facts]]]") -> None:
        self._rules = rules
        self._sources = [_Source(file, units) for file, units in files if units]
        self._headings = paths(rules)
        self._suffix = f"@{rules.year - 1}"

    @property
    def known(self) -> bool:
        """Say whether any unit is known."""
        return bool(self._sources)

    def join(self, one: "Facts") -> "tuple[Facts, list[Change]]":
        """Return a unit's facts with the council's figures, and what its own file says else."""
        known = [before for source in self._sources if (before := source.find(one.unit))]
        if not known:
            return one, []
        council: dict[str, Datum] = {}
        for before in known:
            values = before.values
            council |= {
                key: datum for key in values if key not in council and _is(datum := values.get(key))
            }
        own = {key: datum for key in one.previous if _is(datum := one.previous.get(key))}
        kept = {key: datum for key, datum in own.items() if not _says(council.get(key))}
        changes = [
            Change(key, datum, council[key])
            for key, datum in own.items()
            if key not in kept and _says(datum) and datum != council[key]
        ]
        previous = council | kept
        places = JoinedPlaces(one.places, known, frozenset(kept), self._suffix)
        return replace(one, previous=previous, places=places), changes

    def unmatched(self, one: "Facts") -> "Iterator[Diagnostic]":
        """Tell each file that does not know a unit: it had another name then, or is new."""
        year = self._rules.year - 1
        counts = "số ghi trong tệp của đơn vị được dùng" if one.previous else "coi là thiếu"
        remedy = f"Kiểm tra tên đơn vị; số liệu năm trước của đơn vị: {counts}."
        for source in self._sources:
            if source.find(one.unit) is None:
                message = f"Đơn vị “{one.unit.name}” không có số liệu năm {year} trong tệp này."
                yield Diagnostic("W562", Cell(source.file), message, remedy)

    def told(self, one: "Facts", change: Change) -> Diagnostic:
        """Return the finding on a figure that was changed, at its cell; `one` as it came."""
        item = self._rules.items[change.key]
        spec = spec_of(item)
        place = one.places.get(change.key + self._suffix) or Cell("", one.unit.name)
        message = (
            f"“{item.title or item.name}” năm {self._rules.year - 1} ghi {spec.say(change.own)}, "
            f"số liệu năm trước của hội đồng là {spec.say(change.council)}; "
            "số của hội đồng được dùng để chấm."
        )
        remedy = "Ghi lại số của hội đồng; nếu số ấy sai, báo hội đồng sửa ở tệp năm trước."
        return Diagnostic("E562", place, message, remedy, self._headings.get(item.owner, ()))


def with_previous(
    facts: "Sequence[Facts]", earlier: Earlier
) -> "tuple[tuple[Facts, ...], tuple[Diagnostic, ...]]":
    """Add the figures of the year before to many units; tell what is to be known of it."""
    return tuple(earlier.join(one)[0] for one in facts), compare(facts, earlier)


def compare(facts: "Sequence[Facts]", earlier: Earlier) -> tuple[Diagnostic, ...]:
    """Tell the units that the year before did not know, and the figures that were changed."""
    found: list[Diagnostic] = []
    changed: Counter[str] = Counter()
    for one in facts:
        found += earlier.unmatched(one)
        _, changes = earlier.join(one)
        for change in changes:
            told = earlier.told(one, change)
            changed[told.place.file] += 1
            if changed[told.place.file] <= _EACH:
                found.append(told)
    for file, count in changed.items():
        if count > _EACH:
            message = f"Còn {count - _EACH} số liệu năm trước khác số của hội đồng."
            remedy = "Kiểm tra xem --previous có đúng tệp của năm trước không."
            found.append(Diagnostic("E562", Cell(file), message, remedy))
    return tuple(found)


def _is(datum: "Datum | None") -> "TypeGuard[Datum]":
    return datum is not None and datum is not Special.MISSING


def _says(datum: "Datum | None") -> bool:
    return datum is not None and not isinstance(datum, Special | Fault)


class JoinedPlaces(Mapping[str, "Place"]):
    """The places of a unit's figures, and of those of the year before under `hồ_sơ@2025`.

    `now` are the places of its own file; `own` are figures of the year before that only it says.
    """

    __slots__ = ("_before", "_own", "_suffix", "now")

    def __init__(
        self,
        now: "Mapping[str, Place]",
        before: "Sequence[Facts]",
        own: frozenset[str],
        suffix: str,
    ) -> None:
        self.now = now
        self._before = before
        self._own = own
        self._suffix = suffix

    def __getitem__(self, key: str) -> "Place":
        name = key.removesuffix(self._suffix)
        if name != key and name not in self._own:
            for before in self._before:
                if before.values.get(name) is not None and name in before.places:
                    return before.places[name]
        return self.now[key]

    def __iter__(self) -> Iterator[str]:
        yield from self.now
        names = dict.fromkeys(name for before in self._before for name in before.places)
        yield from (key for name in names if (key := name + self._suffix) not in self.now)

    def __len__(self) -> int:
        return sum(1 for _ in self)
