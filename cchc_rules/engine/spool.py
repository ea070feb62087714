"""Figures of many units in, the same out by number: kept on a disk, so that memory does not grow.

The file has no name, or loses it as soon as it is made: however the process ends, nothing is left.
"""

import contextlib
import pickle
from array import array
from tempfile import SpooledTemporaryFile, gettempdir
from typing import TYPE_CHECKING

from cchc_rules.engine.made import Made
from cchc_rules.excel.guard import RefusalError
from cchc_rules.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cchc_rules.facts import Unit

_IN_MEMORY = 1 << 20
"""So many bytes of a few units never see the disk."""


class Spool:
    """Records in the order in which they were added."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - see __del__
        self._ends = array("Q", [0])
        self._at_end = True

    def __del__(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, record: bytes) -> None:
        """Keep a record; RefusalError: there is no room for it."""
        with _room():
            if not self._at_end:
                self._file.seek(self._ends[-1])
            self._at_end = True
            self._file.write(record)
        self._ends.append(self._ends[-1] + len(record))

    def __getitem__(self, number: int) -> bytes:
        begin, end = self._ends[number : number + 2]
        with _room():  # what was added last is written only now
            self._at_end = False
            self._file.seek(begin)
            return self._file.read(end - begin)


@contextlib.contextmanager
def _room() -> "Iterator[None]":
    try:
        yield
    except OSError as error:
        where = f"Không giữ tạm được số liệu trong thư mục {gettempdir()}: đĩa hết chỗ, hoặc "
        message = f"{where}không được ghi vào đó. Chưa chấm; không tệp nào bị thay đổi."
        remedy = "Dọn bớt đĩa, hoặc đặt biến TMPDIR là thư mục còn chỗ trống, rồi chạy lại."
        raise RefusalError("E600", message, remedy) from error


class StoredFacts:
    """The facts of many units; of each only who it is stays in memory."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._spool = Spool()

    def add(self, facts: Facts) -> None:
        """Keep the facts of one more unit."""
        parts = (
            facts.values, facts.previous, facts.manual, facts.overrides, facts.marks, facts.places,
        )  # fmt: skip
        self._spool.add(pickle.dumps(parts, pickle.HIGHEST_PROTOCOL))
        self.units.append(facts.unit)

    def only(self, places: "Iterable[int]") -> "Made[Facts]":
        """Return some of them, in this order."""
        chosen = array("Q", places)
        return Made(len(chosen), lambda index: self.load(chosen[index]))

    def load(self, number: int) -> Facts:
        """Return the facts of a unit."""
        parts = pickle.loads(self._spool[number])  # noqa: S301 - we wrote it just now
        return Facts(self.units[number], *parts)
