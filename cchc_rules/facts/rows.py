"""The columns of a table in, the figures of each unit by key out, without a dict for each."""

from collections.abc import Mapping
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.facts import Datum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Pick = Callable[[tuple[Datum | None, ...]], tuple[Datum | None, ...]]


class Keys:
    """The keys of a table's columns, shared by its rows."""

    __slots__ = ("_picks", "places")

    def __init__(self, keys: "Sequence[str]") -> None:
        self.places = {key: place for place, key in enumerate(keys)}
        self._picks: dict[tuple[str, ...], Pick] = {}

    def pick(self, keys: tuple[str, ...]) -> "Pick":
        """Return what takes `keys` out of a row, None for those without a column."""
        pick = self._picks.get(keys)
        if pick is None:
            # Each row ends in a None, which stands for every column that is not there.
            places = [self.places.get(key, -1) for key in keys]
            pick = self._picks[keys] = itemgetter(*places) if len(keys) > 1 else _few(places)
        return pick


def _few(places: list[int]) -> "Pick":
    return lambda row: tuple([row[place] for place in places])


class Row(Mapping[str, Datum]):
    """The figures of one unit."""

    __slots__ = ("_keys", "_row")

    def __init__(self, keys: Keys, row: "tuple[Datum | None, ...]") -> None:
        self._keys = keys
        self._row = row

    def __getitem__(self, key: str) -> Datum:
        found = self._row[self._keys.places[key]]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> "Iterator[str]":
        return iter(self._keys.places)

    def __len__(self) -> int:
        return len(self._keys.places)

    def pick(self, keys: tuple[str, ...]) -> "tuple[Datum | None, ...]":
        """Return the figures of `keys`; None: there is none."""
        return self._keys.pick(keys)(self._row)


def rows_of(columns: "Mapping[str, Sequence[Datum]]", count: int) -> list[Row]:
    """Return the `count` rows of columns of that length."""
    keys = Keys(tuple(columns))
    rows = zip(*columns.values(), repeat(None, count), strict=True)
    return [Row(keys, row) for row in rows]


def pick(values: "Mapping[str, Datum]", keys: tuple[str, ...]) -> "tuple[Datum | None, ...]":
    """Return the figures of `keys`; None: there is none."""
    if isinstance(values, Row):
        return values.pick(keys)
    return tuple(map(values.get, keys))
