"""Figures that are kept on a disk come back as they were, and leave nothing behind."""

import errno
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.diagnostics import Cell
from cchc_rules.engine import spool
from cchc_rules.engine.made import Made
from cchc_rules.engine.spool import Spool, StoredFacts
from cchc_rules.excel.form.figures import FormPlaces
from cchc_rules.excel.guard import RefusalError
from cchc_rules.facts import Facts, Fault, Override, Unit
from cchc_rules.model import Special


@given(st.lists(st.binary(max_size=40) | st.none(), max_size=30), st.integers(0, 64))
def test_records_come_back_in_any_order(steps: list[bytes | None], in_memory: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_IN_MEMORY", in_memory)
        kept, spooled = list[bytes](), Spool()
        for step in steps:  # None: look between two records that are added
            if step is not None:
                kept.append(step)
                spooled.add(step)
            elif kept:
                assert spooled[len(kept) // 2] == kept[len(kept) // 2]
        assert [spooled[at] for at in reversed(range(len(spooled)))] == kept[::-1]


def facts(number: int) -> Facts:
    file = f"{number}.xlsx"
    return Facts(
        Unit(f"Xã {number}", "xã", str(number)),
        {"hồ_sơ": Decimal(number), "x": Special.MISSING, "y": Fault("sai"), "z": (True, None)},
        {"hồ_sơ": Decimal(-number)},
        {"1.1": Decimal(1)},
        {"1.2": Override(Decimal("0.50"), "lý do")},
        frozenset({"1.3"}),
        FormPlaces(file, "Phiếu", "D", {"hồ_sơ": 12}),
    )


def test_units_are_those_that_were_added() -> None:
    stored = StoredFacts()
    for number in range(5):
        stored.add(facts(number))
    chosen = stored.only([3, 1])
    for number, one in zip((3, 1), chosen, strict=True):
        added = facts(number)
        assert one.places["hồ_sơ"] == Cell(f"{number}.xlsx", "Phiếu", "D12")
        assert (one.unit, one.values, one.previous) == (added.unit, added.values, added.previous)
        assert (one.manual, one.overrides, one.marks) == (
            added.manual, added.overrides, added.marks,
        )  # fmt: skip
        assert one.unit is stored.units[number]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_IN_MEMORY", 10)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    spooled = Spool()
    with pytest.raises(RefusalError, match="Chưa chấm; không tệp nào bị thay đổi") as refused:
        spooled.add(b"x" * 100)
    assert "TMPDIR" in refused.value.remedy


KILLED = """
import os, signal
from cchc_rules.engine import spool
spool._IN_MEMORY = 10
kept = spool.Spool()
kept.add(b"x" * 100_000)
assert kept[0] == b"x" * 100_000
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_kill_leaves_no_file(tmp_path: Path) -> None:
    where = {**os.environ, "TMPDIR": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", KILLED], env=where, check=False)
    assert ended.returncode == -9
    assert list(tmp_path.iterdir()) == []


def test_what_is_made_is_made_when_it_is_looked_at_and_only_the_last_is_kept() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number * number

    found = Made(5, make)
    assert (len(found), made) == (5, [])
    assert (found[3], found[3], found[-2], made) == (9, 9, 9, [3])
    assert list(found[1:4]) == [1, 4, 9]
    assert made == [3, 1, 2, 3]
    assert list(found) == [0, 1, 4, 9, 16]
    with pytest.raises(IndexError):
        found[5]
