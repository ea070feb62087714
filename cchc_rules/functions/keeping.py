"""A key in, its value out, as it was made before; for many threads."""

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Kept(Generic[T]):
    """The values that were used last, at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: "Hashable", make: "Callable[[], T]") -> T:
        """Return the value of `key`; two threads may make it at once, but one is kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            made = self._values.setdefault(key, made)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._values)


class Latest(Generic[T]):
    """The values of the contents that came last, found by comparing these themselves.

    A long text is compared in a third of the time that it takes to hash it, and as surely.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._pairs: tuple[tuple[object, T], ...] = ()

    def find(self, content: "tuple[object, ...]") -> T | None:
        """Return the value of what equals `content`."""
        return next((value for known, value in self._pairs if known == content), None)

    def put(self, content: "tuple[object, ...]", value: T) -> None:
        """Remember a value; where two threads do at once, one may be forgotten."""
        self._pairs = ((content, value), *self._pairs[: self._most - 1])
