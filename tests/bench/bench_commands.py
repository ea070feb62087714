"""Whole commands against what they are compared with, in turn, as ratios of medians.

`cchc check` of 100 criteria against `import lark`; `cchc rank` of an 11 000 x 100 table workbook
against only reading it with python-calamine, with its parts, and the peak memory of each output.
Run: uv run --group bench python -m tests.bench.bench_commands [units] [runs]
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import xlsxwriter

from tests.bench.bench_forms import measure

CRITERIA = 100
_SHAPES = ("có", "tỷ", "lần", "điểm")
_READ = (
    "import sys; from python_calamine import CalamineWorkbook as W; "
    "W.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
)
_PARTS = """
import sys, time, gc
gc.disable()
from itertools import pairwise
from cchc_rules.engine.books import save_ranking
from cchc_rules.engine.scoring import Task, score
marks = {}
def told(what, done, total):
    marks.setdefault(what, time.process_time())
scored = score(Task(sys.argv[2], sys.argv[1]), told)
told("Ghi", 0, 0)
save_ranking(scored.ranking, scored.found, sys.argv[3])
told("", 0, 0)
names, parts = ("rules", "read", "score and rank", "write"), pairwise(marks.values())
print(" · ".join(f"{n} {b - a:.2f} s" for n, (a, b) in zip(names, parts, strict=True)))
"""


def rule_text() -> str:
    """Return a rule file of 100 criteria in four shapes, one figure each."""
    lines = ['BỘ CHỈ SỐ DO "100 tiêu chí"', "  năm: 2026", "  đối tượng: xã", "  tổng điểm: 100"]
    for number in range(CRITERIA):
        field, place, shape = number // 10 + 1, number % 10 + 1, _SHAPES[number % 4]
        if place == 1:
            lines.append(f'LĨNH VỰC {field} "Lĩnh vực {field}": 10 điểm')
        lines.append(f'TIÊU CHÍ {field}.{place} "Tiêu chí {number}": 1 điểm')
        name = f"{shape}_{number}"
        lines += {
            "có": [
                f'  SỐ LIỆU {name}: có/không "Có {number}"',
                f"  chấm điểm tối đa nếu {name}",
            ],
            "tỷ": [
                f'  SỐ LIỆU {name}: phần trăm "Tỷ lệ {number}" từ 0% đến 100%',
                f"  chấm theo {name}",
                "    từ 80%: theo tỷ lệ",
                "    dưới 80%: 0",
            ],
            "lần": [
                f'  SỐ LIỆU {name}: số đếm "Số lần {number}"',
                f"  chấm 0,25 điểm mỗi {name}, không quá 1 điểm",
            ],
            "điểm": [
                f'  SỐ LIỆU {name}: số "Điểm {number}" từ 0 đến 10',
                f"  chấm theo công thức 0,1 * {name}",
            ],
        }[shape]
    return "\n".join(lines) + "\n"


def write_table(path: Path, units: int) -> None:
    """Write a table of made-up figures, one unit a row."""
    chance = random.Random(1)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0.00%"})
    names = [f"{_SHAPES[number % 4]}_{number}" for number in range(CRITERIA)]
    sheet.write_row(0, 0, ["Đơn vị", *names])
    for row in range(1, units + 1):
        sheet.write_string(row, 0, f"Xã số {row}")
        for column, name in enumerate(names, 1):
            if name.startswith("có"):
                sheet.write_string(row, column, chance.choice(("có", "không")))
            elif name.startswith("tỷ"):
                sheet.write_number(row, column, round(chance.random(), 4), percent)
            elif name.startswith("lần"):
                sheet.write_number(row, column, chance.randint(0, 6))
            else:
                sheet.write_number(row, column, chance.randint(0, 100) / 10)
    book.close()


def cpu_of(command: list[str]) -> float:
    """Run a whole process and return the seconds of processor time that it took."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(name: str, ours: list[str], other: str, theirs: list[str], runs: int) -> None:
    """Print the medians of both commands, run in turn, and their ratio."""
    cpu_of(ours)
    pairs = [(cpu_of(ours), cpu_of(theirs)) for _ in range(runs)]
    one, two = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    ratio = median(pair[0] / pair[1] for pair in pairs)
    print(f"{name} {one:.3f} s · {other} {two:.3f} s · {ratio:.2f} x (CPU, median of {runs})")


def main(units: int, runs: int) -> None:
    python = [sys.executable, "-m", "cchc_rules"]
    with tempfile.TemporaryDirectory() as folder:
        rules, table, out = (str(Path(folder, n)) for n in ("do.cchc", "do.xlsx", "out.xlsx"))
        Path(rules).write_text(rule_text(), encoding="utf-8")
        lark = [sys.executable, "-c", "import lark"]
        compare("cchc check", [*python, "check", rules], "import lark", lark, runs)
        started = time.perf_counter()
        write_table(Path(table), units)
        print(f"({units} x {CRITERIA} table written in {time.perf_counter() - started:.1f} s)")
        rank = [*python, "rank", "--rules", rules, table, "-o", out]
        compare("cchc rank", rank, "calamine", [sys.executable, "-c", _READ, table], min(runs, 3))
        parts = [sys.executable, "-c", _PARTS, rules, table, out]
        print(subprocess.run(parts, check=True, capture_output=True, text=True).stdout.strip())
        for name, options in (("-o", ["-o", out]), ("text", []), ("--json", ["--json"])):
            peak = measure([*rank[:-2], *options])[2]
            print(f"peak memory of rank {name}: {peak:.0f} MiB")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 11_000, given[1] if len(given) > 1 else 7)
