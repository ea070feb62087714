"""Seed every slip alone into real rule files and print how many are found, missed and invented.

Run: python -m tests.bench.bench_mistakes [places per file]
"""

import sys

from tests.mistakes.measuring import tallies
from tests.mistakes.slips.every import SLIPS


def main(most: int) -> None:
    found = missed = false = 0
    for slip in SLIPS:
        for tally in tallies(slip, most):
            found += tally.found and bool(slip.codes)
            missed += not tally.found and bool(slip.codes)
            false += tally.false
            if tally.false or (slip.codes and not tally.found):
                print(f"  {slip.name}: tìm thấy {tally.here}, thừa {tally.false}")
    print(f"{len(SLIPS)} kiểu sai, gieo {found + missed} chỗ:")
    print(f"tìm thấy {found}, bỏ sót {missed}, thừa {false}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
