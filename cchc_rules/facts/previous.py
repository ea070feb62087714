"""The facts of a year and those of the year before in, facts that know both out."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.facts.names import Match, NameIndex
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.diagnostics import Place
    from cchc_rules.facts import Facts


def with_previous(
    facts: "Sequence[Facts]", earlier: "Sequence[Facts]", file: str, year: int
) -> "tuple[tuple[Facts, ...], tuple[Diagnostic, ...]]":
    """Add the figures of `year` from another file; what a unit's own file says comes first.

    Units are matched as in a roster; one that had another name then is told and keeps a gap.
    """
    index = NameIndex([one.unit.name for one in earlier])
    ids = {one.unit.id: place for place, one in enumerate(earlier) if one.unit.id}
    found: list[Diagnostic] = []
    known: list[Facts] = []
    for one in facts:
        match = index.find(one.unit.name)
        place = match.index if isinstance(match, Match) else ids.get(one.unit.id)
        if place is None:
            message = f"Đơn vị “{one.unit.name}” không có số liệu năm {year} trong tệp này."
            remedy = "Kiểm tra tên đơn vị; số liệu năm trước của đơn vị được coi là thiếu."
            found.append(Diagnostic("W562", Cell(file), message, remedy))
            known.append(one)
        else:
            known.append(_joined(one, earlier[place], year))
    return tuple(known), tuple(found)


def _joined(one: "Facts", before: "Facts", year: int) -> "Facts":
    return replace(
        one,
        previous={**before.values, **one.previous},
        places=_BothPlaces(one.places, before.places, f"@{year}"),
    )


class _BothPlaces(Mapping[str, "Place"]):
    """The places of a unit's figures, and of those of the year before under `hồ_sơ@2025`."""

    __slots__ = ("_before", "_now", "_suffix")

    def __init__(
        self, now: "Mapping[str, Place]", before: "Mapping[str, Place]", suffix: str
    ) -> None:
        self._now = now
        self._before = before
        self._suffix = suffix

    def __getitem__(self, key: str) -> "Place":
        if key in self._now or not key.endswith(self._suffix):
            return self._now[key]
        return self._before[key.removesuffix(self._suffix)]

    def __iter__(self) -> Iterator[str]:
        yield from self._now
        for key in self._before:
            if key + self._suffix not in self._now:
                yield key + self._suffix

    def __len__(self) -> int:
        return sum(1 for _ in self)
