"""Rule files and slips in; spoiled files, and what was found, missed and invented in them, out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_rules.binding import load
from cchc_rules.checks import check
from cchc_rules.diagnostics import Span, without_followers
from cchc_rules.source import source_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cchc_rules.diagnostics import Diagnostic

SUMMARY = "W330"
"""One line about the whole file, which any change of a row may alter."""


@dataclass(eq=False, slots=True)
class Line:
    """A line of a file; it stays itself while its text and its number change."""

    text: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """A slip that stands in a file: one of `codes` is to be found, at one of `lines`."""

    name: str
    codes: frozenset[str]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Doc:
    """A file that is being spoiled."""

    lines: list[Line]
    seeded: list[Seeded] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines) + "\n"

    def block(self, at: int) -> range:
        """Return the lines under the same heading, the heading first."""
        start = next((i for i in range(at, -1, -1) if is_head(self.lines[i].text)), 0)
        rest = range(start + 1, len(self.lines))
        return range(start, next((i for i in rest if is_head(self.lines[i].text)), rest.stop))


def doc_of(text: str) -> Doc:
    return Doc([Line(line) for line in text.rstrip("\n").split("\n")])


_HEAD = re.compile(
    r"(?:nhập từ|BỘ CHỈ SỐ|THAM SỐ|PHẦN|LĨNH VỰC|TIÊU CHÍ|ĐIỂM CỘNG|ĐIỂM TRỪ|KIỂM THỬ)\b"
)


def is_head(text: str) -> bool:
    return bool(_HEAD.match(text))


Edit = "Callable[[Doc, int, re.Match[str]], Sequence[Line] | None]"


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake that people make: where it can be made, how, and what is to be said of it.

    `edit` spoils the lines and returns those at which the finding may stand; None: not here.
    Without `codes` it is none after all: nothing may be found.
    """

    name: str
    codes: frozenset[str]
    pattern: re.Pattern[str]
    edit: Callable[[Doc, int, re.Match[str]], Sequence[Line] | None]

    def sites(self, doc: Doc) -> Iterator[int]:
        """Yield the lines at which it can be made."""
        for at, line in enumerate(doc.lines):
            match = self.pattern.search(line.text) if "#" not in line.text else None
            if match and seeded(doc, self, at):
                yield at


def seeded(doc: Doc, slip: Slip, at: int) -> Doc | None:
    """Return the file with one slip more, None if it cannot be made there."""
    copies = {id(line): Line(line.text) for line in doc.lines}
    before = [
        Seeded(old.name, old.codes, tuple(copies[id(line)] for line in old.lines))
        for old in doc.seeded
        if all(id(line) in copies for line in old.lines)
    ]
    copy = Doc([copies[id(line)] for line in doc.lines], before)
    match = slip.pattern.search(copy.lines[at].text)
    places = slip.edit(copy, at, match) if match else None
    if places is None:
        return None
    if slip.codes:
        copy.seeded.append(Seeded(slip.name, slip.codes, tuple(places)))
    return copy


def findings(text: str) -> list[Diagnostic]:
    """Return what `cchc check` finds, but for the summary of what no KIỂM THỬ covers."""
    source, found = source_from_text(text)
    if source is None:
        return list(found)
    loaded = load(source)
    more = check(loaded.rules) if loaded.rules else ()
    everything = dict.fromkeys(without_followers([*loaded.diagnostics, *more]))
    return [one for one in everything if one.code != SUMMARY]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of the slips of one file."""

    found: tuple[Seeded, ...]
    missed: tuple[Seeded, ...]
    false: tuple[Diagnostic, ...]
    """Findings at another line, or a second one for the same slip."""

    @property
    def flawless(self) -> bool:
        return not self.missed and not self.false


def judge(doc: Doc, told: Iterable[Diagnostic], before: Counter[tuple[str, str]]) -> Verdict:
    """Hold what was told against the slips; `before` is what was told of the sound file."""
    numbers = {id(line): number for number, line in enumerate(doc.lines, 1)}
    left = [one for one in told if not _known(one, doc, before)]
    found, missed = [], []
    for slip in doc.seeded:
        lines = {numbers[id(line)] for line in slip.lines}
        hit = next((one for one in left if one.code in slip.codes and _line(one) in lines), None)
        if hit is None:
            missed.append(slip)
        else:
            found.append(slip)
            left.remove(hit)
    return Verdict(tuple(found), tuple(missed), tuple(left))


def _known(one: Diagnostic, doc: Doc, before: Counter[tuple[str, str]]) -> bool:
    number = _line(one)
    text = doc.lines[number - 1].text if 0 < number <= len(doc.lines) else ""
    return before[one.code, text] > 0


def _line(one: Diagnostic) -> int:
    return one.place.line if isinstance(one.place, Span) else 0


def known_of(doc: Doc) -> Counter[tuple[str, str]]:
    """Return what is told of the sound file, by code and text of the line."""
    return Counter((one.code, doc.lines[_line(one) - 1].text) for one in findings(doc.text))
