"""Ask every host that is installed the same formulas and print where they differ.

python -m tests.equality [FILE …] [--hosts NAME,…] [--write FILE.json]

Without a file: the cases that the tests use. FILE: a JSON of cases (see `cases.py`); or a rule file
and, behind it, its facts as `cchc score` takes them. `--write` writes the cases, wanted results and
all, instead of asking.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.equality.files import read_files
from tests.equality.hosts import MODULES, compare, host, there_is
from tests.equality.making import made_cases

_MOST = 20


def main() -> int:
    """Return 1 where a host differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.equality", description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--hosts", default=",".join(MODULES))
    parser.add_argument("--write")
    given = parser.parse_args()
    cases = read_files(given.files) if given.files else made_cases()
    print(f"{len(cases.calls)} formulas, {cases.rows} rows")
    if given.write:
        Path(given.write).write_text(cases.text(), encoding="utf-8")
        return 0
    count = 0
    for name in given.hosts.split(","):
        reason = host(name).missing() if there_is(name) else "not in this checkout"
        if reason:
            print(f"{name:8} skipped: {reason}")
            continue
        start = time.process_time()
        found = compare(name, cases)
        seconds = time.process_time() - start
        print(f"{name:8} {len(found)} differences, {seconds:.1f} s of CPU in this process")
        for one in found[:_MOST]:
            print(f"  {one}")
        if len(found) > _MOST:
            print(f"  … and {len(found) - _MOST} more")
        count += len(found)
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
