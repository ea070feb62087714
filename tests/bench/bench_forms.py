"""1 000 forms validated, scored and ranked against only reading them with calamine or openpyxl.

One core: processor time of the whole command `cchc rank FOLDER` by that of a process that only
reads the same files. Two cores: wall time. Memory: the largest process, by number of forms.
Run: uv run --group bench python -m tests.bench.bench_forms [forms] [most forms for memory]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.engine import bulk
from cchc_rules.engine.pressing import Press
from cchc_rules.engine.programs import program_of
from cchc_rules.engine.rules import load_rules
from cchc_rules.evaluation import evaluate_condition
from cchc_rules.excel.patching import Cached, patch_cells
from cchc_rules.facts import Facts, Unit
from cchc_rules.forms.layout import INPUT, POINTS, SHEET, RowKind, lay_out
from cchc_rules.formulas import shown_values
from cchc_rules.model import ValueType
from cchc_rules.ranking import rank

if TYPE_CHECKING:
    from cchc_rules.excel.patching import Value
    from cchc_rules.forms.layout import Layout
    from cchc_rules.model import DataItem, RuleSet

CRITERIA = 50
COMMANDS = ("validate", "score", "rank", "rank --json")
ON_ZERO = "nếu mẫu bằng 0: không áp dụng"
_OPENPYXL_FORMS = 60
_RUN = """
import os, sys, time
begun = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, one, os.devnull, os.O_WRONLY, 0) for one in (1, 2)
])
_, status, used = os.wait4(child, 0)
print(status, time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
_CALAMINE = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in Path(sys.argv[1]).glob("*.xlsx"):
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
"""
_OPENPYXL = """
import sys
from pathlib import Path
from openpyxl import load_workbook
for path in sorted(Path(sys.argv[1]).glob("*.xlsx"))[: int(sys.argv[2])]:
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows(values_only=True):
            pass
"""


# --- the forms ------------------------------------------------------------------------------------


def rule_text() -> str:
    """Return a rule file whose form has 150 rows, in the shapes that are usual."""
    lines = [
        'BỘ CHỈ SỐ PHIEU "Phiếu 150 dòng"', "  năm: 2026", "  đối tượng: xã",
        f"  tổng điểm: {CRITERIA}", "  quy đổi: có", "  xếp loại", '    "Tốt": từ 80%',
        '    "Khá": từ 65% đến dưới 80%', '    "Yếu": dưới 65%',
    ]  # fmt: skip
    for number in range(CRITERIA):
        field, place = number // 5 + 1, number % 5 + 1
        if place == 1:
            lines.append(f'LĨNH VỰC {field} "Lĩnh vực {field}": 5 điểm')
        lines.append(f'TIÊU CHÍ {field}.{place} "Tiêu chí số {number} của lĩnh vực": 1 điểm')
        lines += _leaf(number)
    return "\n".join(lines) + "\n"


def _leaf(number: int) -> list[str]:
    match number % 4:
        case 0 | 2:
            return [
                f'  SỐ LIỆU giao_{number}: số đếm "Số nhiệm vụ được giao ({number})"',
                f'  SỐ LIỆU xong_{number}: số đếm "Số nhiệm vụ đã hoàn thành ({number})"',
                f"  RÀNG BUỘC xong_{number} không quá giao_{number}",
                f"  TÍNH tỷ_lệ_{number}: phần trăm = xong_{number} / giao_{number}, {ON_ZERO}",
                f"  chấm theo tỷ_lệ_{number}",
                "    từ 98%: 1",
                "    từ 90% đến dưới 98%: nội suy từ 0,5 đến 1",
                "    dưới 90%: 0",
            ]
        case 1:
            return [
                f'  SỐ LIỆU ngày_{number}: ngày "Ngày ban hành ({number})"',
                f'  SỐ LIỆU chậm_{number}: số đếm "Số lần chậm ({number})"',
                f"  chấm theo ngày_{number}",
                "    đến 31/01 năm nay: 1",
                "    còn lại: 0,5",
                f"  trừ 0,25 điểm mỗi chậm_{number}, không quá 0,5 điểm",
            ]
        case _:
            return [
                f'  SỐ LIỆU có_{number}: có/không "Có làm ({number})"',
                f"  chấm điểm tối đa nếu có_{number}",
            ]


def figure(item: DataItem, chance: random.Random) -> Decimal | bool | date:
    """Return a figure that is in order."""
    match item.type:
        case ValueType.BOOL:
            return chance.random() < 0.8
        case ValueType.DATE:
            return date(2026, 1, 1 + chance.randrange(31))
        case _ if item.name.startswith("giao"):
            return Decimal(chance.randint(80, 100))
        case _ if item.name.startswith("xong"):
            return Decimal(chance.randint(60, 80))
        case _:
            return Decimal(chance.randint(0, 2))


class Maker:
    """Makes filled forms of one rule set."""

    def __init__(self, rules_file: str) -> None:
        loaded = load_rules(rules_file, only_errors=True)
        assert loaded.usable is not None, loaded.found
        self.rules: RuleSet = loaded.usable
        self.layout: Layout = lay_out(self.rules, ("xã",))
        self._press = Press(loaded, self.rules)
        self._program = program_of(self.rules)

    def make(self, path: str) -> None:
        """Write one form as a unit sends it back: figures of both rounds, formulas recalculated."""
        number = Path(path).stem
        unit = Unit(f"Xã số {number}", "xã", number)
        chance = random.Random(number)
        values = {key: figure(item, chance) for key, item in self.rules.items.items()}
        facts = Facts(unit, values=values)
        cells: dict[tuple[str, str], Value] = {}
        for row in self.layout.rows:
            if row.kind is RowKind.FIGURE and row.item is not None:
                for column in INPUT.values():
                    cells[SHEET, f"{column.letter}{row.number}"] = _cell(values[row.item.key])
        decide = partial(evaluate_condition, self._program)
        for round_ in POINTS:
            scored = self._program.assess(facts, round_)
            classes = rank(self.rules, round_, [scored], decide).units[0].classes
            shown = shown_values(self.layout, scored, classes)
            cells |= {(SHEET, ref): Cached(value) for ref, value in shown.items() if value != ""}
        Path(path).write_bytes(self._press.form_of(unit, {}))
        target = Path(path).with_suffix(".tmp")
        assert patch_cells(Path(path), target, cells) == ()
        target.replace(path)


def _cell(value: Decimal | bool | date) -> Value:
    if isinstance(value, bool):
        return "có" if value else "không"
    return Decimal((value - date(1899, 12, 30)).days) if isinstance(value, date) else value


_makers: dict[str, Maker] = {}


def make_one(rules_file: str, path: str) -> None:
    if rules_file not in _makers:
        _makers[rules_file] = Maker(rules_file)
    _makers[rules_file].make(path)


def make_forms(rules_file: str, folder: Path, count: int) -> None:
    """Fill a folder up to so many forms."""
    folder.mkdir(exist_ok=True)
    paths = [str(folder / f"{number:05}.xlsx") for number in range(count)]
    wanted = [path for path in paths if not Path(path).exists()]
    task = partial(make_one, rules_file)
    for _ in bulk.run(wanted, task, sys.exit):
        pass


# --- the measures ---------------------------------------------------------------------------------


def measure(command: list[str], cores: set[int] | None = None) -> tuple[float, float, float]:
    """Run a process; return wall seconds, processor seconds, and MiB of its largest process.

    A process has the memory of the one that starts it until it begins: so that one is small.
    """
    keep = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as cache:
        ran = subprocess.run(
            [sys.executable, "-S", "-c", _RUN, *command],
            capture_output=True,
            check=True,
            env=keep | {"CCHC_CACHE": cache},
            preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
        )
    status, wall, cpu, peak = map(float, ran.stdout.split())
    assert status == 0, command
    return wall, cpu, peak / 1024


def main(forms: int, most: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        rules = Path(temporary, "phieu.cchc")
        rules.write_text(rule_text(), encoding="utf-8")
        folder = Path(temporary, "phieu")
        begun = time.perf_counter()
        make_forms(str(rules), folder, forms)
        rows = len(Maker(str(rules)).layout.rows)
        print(f"({forms} forms of {rows} rows made in {time.perf_counter() - begun:.0f} s)")
        ours = [sys.executable, "-m", "cchc_rules", "rank", str(folder), "--rules", str(rules)]
        ours += ["--json"]
        all_cores = sorted(os.sched_getaffinity(0))
        one = {all_cores[0]}
        wall, cpu, _ = measure(ours, one)
        calamine = measure([sys.executable, "-c", _CALAMINE, str(folder)], one)[1]
        sample = min(forms, _OPENPYXL_FORMS)
        slow = [sys.executable, "-c", _OPENPYXL, str(folder), str(sample)]
        openpyxl = measure(slow, one)[1] / sample * forms
        each = 1000 / forms
        print(f"validated, scored, ranked {cpu * each:.1f} ms a form (CPU, one core)")
        print(f"calamine {calamine * each:.1f} ms · {cpu / calamine:.2f} x of it (at most 8)")
        print(f"openpyxl {openpyxl * each:.1f} ms · {cpu / openpyxl:.3f} of it (at most 0.25)")
        if len(all_cores) > 1:
            both, spent, _ = measure(ours, set(all_cores[:2]))
            print(
                f"two cores {wall:.1f} s -> {both:.1f} s · {wall / both:.2f} x ({spent:.1f} s CPU)"
            )
        for count in (forms // 4, forms, most):
            part = Path(temporary, f"phieu-{count}")
            part.mkdir()
            make_forms(str(rules), folder, count)
            for path in sorted(folder.iterdir())[:count]:
                (part / path.name).hardlink_to(path)
            peaks = []
            for name in COMMANDS:
                command, *options = name.split()
                started = [*ours[:3], command, str(part), "--rules", str(rules), *options]
                peaks.append(f"{name} {measure(started)[2]:.0f}")
                for made in part.parent.glob(f"{part.name}-ket-qua.xlsx"):
                    made.unlink()
            print(f"{count} forms, MiB of the largest process: {' · '.join(peaks)}")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 1000, given[1] if len(given) > 1 else 4000)
