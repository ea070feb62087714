"""Each slip, seeded alone and with others into real rule files: found at its line, no other."""

from __future__ import annotations

import pytest

from tests.mistakes.measuring import alone, sound_files, together
from tests.mistakes.slips.every import SLIPS

BY_NAME = {slip.name: slip for slip in SLIPS}


def test_no_two_slips_have_a_name() -> None:
    assert len(BY_NAME) == len(SLIPS)


@pytest.mark.parametrize("name", BY_NAME)
def test_alone(name: str) -> None:
    verdicts = list(alone(BY_NAME[name], files=sound_files()[-1:])) or list(alone(BY_NAME[name]))
    assert verdicts, "there is no place for it in any of the files"
    for verdict in verdicts:
        assert [slip.name for slip in verdict.missed] == []
        assert verdict.false == ()


@pytest.mark.parametrize("seed", range(6))
def test_together(seed: int) -> None:
    sound = sound_files()[-1 if seed % 2 else 0]
    verdict = together(SLIPS, sound, 12, seed)
    assert [slip.name for slip in verdict.missed] == []
    assert verdict.false == ()
