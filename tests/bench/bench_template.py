"""One form of 151 and of 301 rows, and a thousand forms of the latter, as whole commands.

The speed of machines differs: what `import lark` takes stands beside it, measured in turn.

python3 -m uv run python -m tests.bench.bench_template [forms] [runs]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from cchc_rules.bundled import folder
from tests.bench.bench_forms import rule_text

_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
_COMMAND = [sys.executable, "-m", "cchc_rules", "template"]
_PARTS = """
import gc, sys, time
gc.disable()
marks = [("start", time.process_time())]
from decimal import Decimal
from cchc_rules.cli import template
from cchc_rules.text import fold_name
import xlsxwriter
marks.append(("imports", time.process_time()))
from cchc_rules.engine.pressing import Press
from cchc_rules.engine.rules import load_rules
from cchc_rules.facts import Unit
loaded = load_rules(sys.argv[1], None, only_errors=True)
marks.append(("rules", time.process_time()))
press = Press(loaded, loaded.usable)
first = press.form_of(Unit("Huyện A", "huyện"), {})
marks.append(("first form", time.process_time()))
for number in range(100):
    press.form_of(Unit(f"Huyện {number}", "huyện"), {})
each = (time.process_time() - marks[-1][1]) / 100
before = {fold_name("đơn_vị_sự_nghiệp"): Decimal(46)}
press.form_of(Unit("Huyện A", "huyện"), before)
start = time.process_time()
for number in range(20):
    press.form_of(Unit(f"Huyện {number}", "huyện"), before)
with_past = (time.process_time() - start) / 20
spans = zip(marks, marks[1:])
parts = [f"start {marks[0][1] * 1000:.0f} ms"]
parts += [f"{name} {(now - before) * 1000:.0f} ms" for (_, before), (name, now) in spans]
parts += [f"each further {each * 1000:.1f} ms", f"{len(first) // 1024} KiB"]
print(" · ".join([*parts, f"with figures of last year {with_past * 1000:.1f} ms"]))
"""


def timed(command: list[str]) -> tuple[float, float]:
    """Run a whole process; return its seconds of processor time and of the clock."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=_ENVIRONMENT)
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def _one(rows: int, command: list[str], runs: int) -> None:
    """Print what one form takes, and what the yardstick does."""
    pairs = []
    for _ in range(runs + 1):  # the first run writes what is compiled
        yardstick = timed([sys.executable, "-c", "import lark"])
        pairs.append((*timed(command), yardstick[0]))
    cpu, clock, lark = (median(one[at] for one in pairs[1:]) for at in range(3))
    print(
        f"1 form of {rows} rows: {cpu:.3f} s CPU · {clock:.3f} s (whole process, "
        f"median of {runs}) · import lark {lark:.3f} s: {cpu / lark:.1f} x"
    )


def main(forms: int, runs: int) -> None:
    rules = str(folder("rules") / "dien_bien" / "2020" / "huyen.cchc")
    with tempfile.TemporaryDirectory() as place:
        usual = Path(place, "luat.cchc")
        usual.write_text(rule_text(), encoding="utf-8")
        one = str(Path(place, "phieu.xlsx"))
        _one(151, [*_COMMAND, str(usual), "-o", one, "--unit", "Xã A", "--force"], runs)
        _one(301, [*_COMMAND, rules, "-o", one, "--unit", "Huyện A", "--force"], runs)
        parts = subprocess.run(
            [sys.executable, "-c", _PARTS, rules],
            check=True,
            capture_output=True,
            text=True,
            env=_ENVIRONMENT,
        )
        print(f"  {parts.stdout.strip()}")
        roster = Path(place, "ds.csv")
        lines = [f"{number:05};Huyện số {number};huyện" for number in range(forms)]
        roster.write_text("\n".join(["mã;tên;loại", *lines]), encoding="utf-8")
        cpu, clock = timed([*_COMMAND, rules, "-o", str(Path(place, "a")), "--units", str(roster)])
        rates = f"{forms / cpu:.0f} a second of CPU, {forms / clock:.0f} a second of the clock"
        print(f"{forms} forms: {cpu:.1f} s CPU · {clock:.1f} s: {rates}")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"peak memory of the largest process {peak:.0f} MiB")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 1_000, given[1] if len(given) > 1 else 7)
