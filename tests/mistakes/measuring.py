"""Slips and rule files in; for each slip, what was found at its line and what elsewhere, out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules import bundled
from cchc_rules.diagnostics import Span
from tests.mistakes.seeding import Doc, doc_of, findings, known_of, seeded

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from tests.mistakes.seeding import Slip


@dataclass(frozen=True, slots=True)
class Tally:
    """One slip in one file: findings at its lines, and elsewhere or beyond the first."""

    here: int
    false: int

    @property
    def found(self) -> bool:
        return self.here > 0


@cache
def documents() -> tuple[tuple[Doc, Counter[tuple[str, str]]], ...]:
    """Return the sound files, each with what is told of it already."""
    rules = bundled.folder("rules")
    own = Path(__file__).parent / "data" / "so.cchc"
    paths = (rules / "mau" / "2026" / "xa.cchc", rules / "ca_mau" / "2013" / "trich.cchc", own)
    docs = [doc_of(path.read_text(encoding="utf-8")) for path in paths]
    return tuple((doc, known_of(doc)) for doc in docs)


def tallies(slip: Slip, most: int = 1) -> Iterator[Tally]:
    """Seed a slip alone, at up to `most` places of each file."""
    for doc, known in documents():
        for _, at in zip(range(most), slip.sites(doc), strict=False):
            spoiled = seeded(doc, slip, at)
            assert spoiled is not None
            yield tally(spoiled, known)


def tally(doc: Doc, known: Counter[tuple[str, str]]) -> Tally:
    """Count what is told of a file with one slip."""
    numbers = {id(line): number for number, line in enumerate(doc.lines, 1)}
    told = [one for one in findings(doc.text) if not _is_known(one.code, _line(one), doc, known)]
    wanted = {
        numbers[id(line)] for slip in doc.seeded for line in slip.lines if id(line) in numbers
    }
    here = sum(_line(one) in wanted for one in told)
    return Tally(here, len(told) - min(here, 1))


def _line(one: object) -> int:
    place = getattr(one, "place", None)
    return place.line if isinstance(place, Span) else 0


def _is_known(code: str, number: int, doc: Doc, known: Counter[tuple[str, str]]) -> bool:
    text = doc.lines[number - 1].text if 0 < number <= len(doc.lines) else ""
    return known[code, text] > 0
