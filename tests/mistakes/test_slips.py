"""Each slip, seeded alone into real rule files: found at its line, and nothing else is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mistakes.measuring import tallies
from tests.mistakes.slips.every import SLIPS

OPEN = frozenset(
    (Path(__file__).parent / "data" / "con_sot.txt").read_text(encoding="utf-8").splitlines()
)
"""Slips that are not yet told as they should be; the list may only get shorter."""


@pytest.mark.parametrize("name", sorted({slip.name for slip in SLIPS} - OPEN))
def test_it_is_found_and_nothing_else(name: str) -> None:
    for slip in SLIPS:
        if slip.name == name:
            for tally in tallies(slip):
                assert (tally.found, tally.false) == (bool(slip.codes), 0)


def test_nearly_all_slips_are_found_at_their_line() -> None:
    told = [tally.found for slip in SLIPS if slip.codes for tally in tallies(slip)]
    assert sum(told) >= 0.98 * len(told)
