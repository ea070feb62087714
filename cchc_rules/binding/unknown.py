"""Names that are declared nowhere in, one E202 for each out, at the line that is probably wrong.

The same unknown name in ten lines is one mistake. Where the name that it may have meant is used
nowhere, and the unknown one in more than one line, the slip is in the declaration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic
from cchc_rules.records import field, record
from cchc_rules.text import bare, letters_apart, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cchc_rules.diagnostics import Span

Key = tuple[str, ...]
"""What sort of thing (tên, loại, mức of a figure, mã), then its folded name."""

_LONG = 8
_LIKE = {"loại": 0.5}
"""How like names must be of which there are few."""
_MOST = 100
_MOST_PAIRS = 15_000
"""Comparing names takes time: a file with more unknown ones has another problem."""


@record(frozen=False)
class _Unknown:
    written: str
    place: Span
    message: str
    remedy: str
    lines: set[int] = field(default_factory=set)


@record(frozen=False)
class Unknowns:
    """What is declared, what of it was found, and what was looked up in vain."""

    nameless: bool = False
    """A declaration was lost, name and all: only what is very like another name is told."""
    _declared: dict[Key, dict[str, tuple[Key, Span]]] = field(default_factory=dict)
    _found: set[Key] = field(default_factory=set)
    _unknown: dict[Key, _Unknown] = field(default_factory=dict)

    def declare(self, key: Key, name: str, place: Span) -> None:
        """Take note of what can be meant."""
        self._declared.setdefault(key[:-1], {})[name] = key, place

    def found(self, key: Key) -> None:
        """Take note that something declared is used."""
        self._found.add(key)

    def tell(self, key: Key, written: str, place: Span, message: str, remedy: str) -> None:
        """Take note of something unknown; the remedy is for where nothing is like it."""
        known = self._unknown.get(key)
        if known is None:
            known = self._unknown[key] = _Unknown(written, place, message, remedy)
        elif place.line < known.place.line:
            known.place = place
        known.lines.add(place.line)

    def meant(self) -> frozenset[Key]:
        """Return the keys of all that something unknown may have meant."""
        near = (self._near(key, unknown) for key, unknown in self._few())
        return frozenset(found[1] for found in near if found is not None)

    def findings(self) -> Iterator[Diagnostic]:
        """Yield one finding for each."""
        few = dict(self._few())
        for key, unknown in self._unknown.items():
            near = self._near(key, unknown) if key in few else None
            if near is None:
                if not (self.nameless and key[0] == "tên"):
                    yield Diagnostic("E202", unknown.place, unknown.message, unknown.remedy)
                continue
            name, declared, place = near
            if declared in self._found or len(unknown.lines) == 1:
                remedy = f"Có phải “{name}” không?"
                yield Diagnostic("E202", unknown.place, unknown.message, remedy)
                continue
            lines = len(unknown.lines)
            message = f"Không dòng nào dùng “{name}”, còn {lines} dòng dùng “{unknown.written}”."
            remedy = f"Có phải ở đây muốn viết “{unknown.written}” không?"
            yield Diagnostic("E202", place, message, remedy)

    def _few(self) -> list[tuple[Key, _Unknown]]:
        known = max(map(len, self._declared.values()), default=1)
        return list(self._unknown.items())[: min(_MOST, 1 + _MOST_PAIRS // known)]

    def _near(self, key: Key, unknown: _Unknown) -> tuple[str, Key, Span] | None:
        """Return what it may have meant: rather what is used nowhere, if that is very like it."""
        known = self._declared.get(key[:-1], {})
        idle = [name for name, (declared, _) in known.items() if declared not in self._found]
        near = _misspelt(unknown.written, idle) or _misspelt(unknown.written, known)
        if near is None and not self.nameless:
            near = nearest(unknown.written, known, _LIKE.get(key[0], 0.7))
        return (near, *known[near]) if near is not None else None


def _misspelt(written: str, known: Iterable[str]) -> str | None:
    """Return the name that is a letter or two away."""
    letters = bare(written)
    most = 1 if len(letters) < _LONG else 2
    apart = {name: letters_apart(letters, bare(name), most) for name in known}
    near = min(apart, key=lambda name: apart[name], default=None)
    return near if near is not None and apart[near] <= most else None
