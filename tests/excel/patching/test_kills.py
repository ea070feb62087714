"""A process that is killed, or has no room, at any moment of a write: the old file or the new one.

`CCHC_KILLS=200` kills two hundred times.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_rules.excel.patching import patch_cells
from tests.excel.patching.books import SHEET, rich_book

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")

KILLS = int(os.environ.get("CCHC_KILLS", "25"))
WRITER = f"""
import sys
from decimal import Decimal
from pathlib import Path
from cchc_rules.excel.patching import patch_cells
path, copy = map(Path, sys.argv[1:])
patch_cells(path, copy, {{("{SHEET}", "B3"): Decimal(8)}})  # everything is imported now
print("ready", flush=True)
sys.stdin.readline()
patch_cells(path, path, {{("{SHEET}", "B3"): Decimal(8)}})
print("done", flush=True)
"""


def started(path: Path, copy: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(copy)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    source = rich_book(tmp_path / "nguồn.xlsm")
    wanted = tmp_path / "mới.xlsm"
    assert patch_cells(source, wanted, {(SHEET, "B3"): Decimal(8)}) == ()
    old, new = source.read_bytes(), wanted.read_bytes()
    path = tmp_path / "x" / "a.xlsm"
    kept = path.with_name("a.xlsm.bak")
    took, ends = 0.02, {"old": 0, "new": 0}
    for number in range(KILLS):
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        path.write_bytes(old)
        with started(path, tmp_path / "nháp.xlsm") as process:
            begun = time.perf_counter()
            go(process)
            if number:
                time.sleep(random.uniform(0, took * 1.1))
                process.kill()
            else:
                assert process.stdout is not None
                process.stdout.readline()
                took = time.perf_counter() - begun
        found = path.read_bytes()
        assert found in {old, new}
        ends["new" if found == new else "old"] += 1
        assert (
            kept.read_bytes() == old if found == new else not kept.exists() or kept.samefile(path)
        )
        assert patch_cells(path, path, {(SHEET, "B3"): Decimal(8)}) == ()
        assert path.read_bytes() == new
        assert kept.read_bytes() == old
    sys.stdout.write(f"{KILLS} lần dừng: {ends}, một lần ghi {took * 1000:.0f} ms")


def test_no_room_for_the_new_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = rich_book(tmp_path / "a.xlsm")
    before = path.read_bytes()
    old_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, old_limit[1]))
    try:
        found = patch_cells(path, path, {(SHEET, "B3"): Decimal(8)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old_limit)
    assert "hết chỗ" in found[0].message
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsm"]
