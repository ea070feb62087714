"""Slips and rule files in; what was found, missed and invented, slip by slip and together, out."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules import bundled
from tests.mistakes.seeding import Doc, Verdict, doc_of, findings, judge, known_of, seeded

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from tests.mistakes.seeding import Slip

Sound = tuple[Doc, "Counter[tuple[str, str]]"]


@cache
def sound_files() -> tuple[Sound, ...]:
    """Return the sound files, each with what is told of it already."""
    rules = bundled.folder("rules")
    own = Path(__file__).parent / "data" / "so.cchc"
    paths = (rules / "mau" / "2026" / "xa.cchc", rules / "ca_mau" / "2013" / "trich.cchc", own)
    docs = [doc_of(path.read_text(encoding="utf-8")) for path in paths]
    return tuple((doc, known_of(doc)) for doc in docs)


def alone(slip: Slip, most: int = 1, files: Sequence[Sound] | None = None) -> Iterator[Verdict]:
    """Seed a slip alone, at up to `most` places of each file, spread over it."""
    for doc, known in sound_files() if files is None else files:
        for at in _spread(slip, doc, most):
            spoiled = seeded(doc, slip, at)
            if spoiled is not None:
                yield judge(spoiled, findings(spoiled.text), known)


def _spread(slip: Slip, doc: Doc, most: int) -> list[int]:
    sites: list[int] = []
    for at in slip.sites(doc):
        sites.append(at)
        if most == 1:
            break
    step = max(len(sites) // most, 1)
    return sites[::step][:most]


def together(slips: Sequence[Slip], sound: Sound, count: int, seed: int) -> Verdict:
    """Seed up to `count` slips, each under a heading of its own, into one file."""
    rnd = random.Random(seed)
    doc, known = sound
    spoiled = doc
    untouched = {line.text for line in doc.lines}
    for slip in rnd.sample(slips, len(slips)):
        if len(spoiled.seeded) == count:
            break
        fresh = [at for at in slip.sites(spoiled) if _is_fresh(spoiled, at, untouched)]
        if fresh:
            spoiled = seeded(spoiled, slip, rnd.choice(fresh)) or spoiled
    return judge(spoiled, findings(spoiled.text), known)


def _is_fresh(doc: Doc, at: int, untouched: set[str]) -> bool:
    """Say whether nothing under the heading, nor the heading above it, is spoiled yet."""
    block = doc.block(at)
    marked = {id(line) for slip in doc.seeded for line in slip.lines}
    lines = [doc.lines[i] for i in (*block, *doc.block(max(block.start - 1, 0)))]
    return not any(id(line) in marked or line.text not in untouched for line in lines)
