"""How many there are and how one is made in, a sequence that keeps none of them out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Made(Sequence[T]):
    """A sequence whose members are made when they are looked at; the last one is kept."""

    def __init__(self, count: int, make: "Callable[[int], T]") -> None:
        self._count = count
        self._make = make
        self._last: tuple[int, T] | None = None

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            places = range(self._count)[index]
            return Made(len(places), lambda at: self[places[at]])
        place = range(self._count)[index]
        if self._last is None or self._last[0] != place:
            self._last = None  # its memory serves the next one
            self._last = place, self._make(place)
        return self._last[1]
