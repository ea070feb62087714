"""Seed slips into real rule files, alone and together; print what is found, missed and invented.

Run: python -m tests.bench.bench_mistakes [places per file]
"""

import sys
import time
from collections import Counter

from tests.mistakes.measuring import alone, sound_files, together
from tests.mistakes.seeding import Verdict
from tests.mistakes.slips.every import FAMILIES, SLIPS

_AT_ONCE = (8, 16, 24)
_TIMES = 5


def _count(verdicts: list[Verdict]) -> tuple[int, int, int]:
    found = sum(len(verdict.found) for verdict in verdicts)
    missed = sum(len(verdict.missed) for verdict in verdicts)
    return found, missed, sum(len(verdict.false) for verdict in verdicts)


def _row(name: str, counted: tuple[int, int, int]) -> None:
    found, missed, false = counted
    print(f"{name:<34} {found + missed:>6} {found:>6} {missed:>6} {false:>6}")


def _tell(verdict: Verdict, why: Counter[str]) -> None:
    for slip in verdict.missed:
        why[f"bỏ sót: {slip.name}"] += 1
    for found in verdict.false:
        why[f"thừa: {found.code} {found.message}"] += 1


def main(most: int) -> None:
    began = time.perf_counter()
    why: Counter[str] = Counter()
    print(f"{'':<34} {'gieo':>6} {'thấy':>6} {'sót':>6} {'thừa':>6}")
    for family, slips in FAMILIES.items():
        verdicts = [verdict for slip in slips for verdict in alone(slip, most)]
        _row(f"{family} ({len(slips)} kiểu)", _count(verdicts))
        for verdict in verdicts:
            _tell(verdict, why)
    for count in _AT_ONCE:
        verdicts = [
            together(SLIPS, sound, count, seed)
            for sound in (sound_files()[0], sound_files()[-1])
            for seed in range(_TIMES)
        ]
        _row(f"{count} lỗi trong một tệp", _count(verdicts))
        for verdict in verdicts:
            _tell(verdict, why)
    for reason, times in why.most_common():
        print(f"  {times} × {reason}")
    print(f"{len(SLIPS)} kiểu sai, {time.perf_counter() - began:.0f} giây")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
