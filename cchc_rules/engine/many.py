"""Files and folders in, what became of each file out, in order: one bad file stops nothing."""

import hashlib
import traceback
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.engine import bulk
from cchc_rules.engine.folders import files_in
from cchc_rules.engine.journal import WORTH_IT, Journal, open_journal
from cchc_rules.engine.validating import Options, Validated, validate_one
from cchc_rules.engine.wire import LineReader, to_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from concurrent.futures import Executor

    from cchc_rules.engine.scoring import Watch

_CRASH = "E568"


class Examination:
    """The files that `names` stand for, checked one by one as they are asked for.

    `found` is what was found in the names themselves. Going through it again reads again.
    """

    def __init__(
        self,
        names: "Sequence[str]",
        options: Options,
        besides: "Collection[str]" = (),
        executor: "Executor | None" = None,
    ) -> None:
        self.paths, self.found = files_in(names, besides)
        self.names = names
        self._options = options
        self._executor = executor
        self._done = 0

    def of(self, names: "Sequence[str]", options: Options) -> "Examination":
        """Return another one, of some of its files, by the same executor."""
        return Examination(names, options, executor=self._executor)

    def results(self, watch: "Watch | None" = None) -> "Iterator[Validated]":
        """Yield what became of each file, in order, as from any process it comes."""
        journal = open_journal(self._key()) if len(self.paths) >= WORTH_IT else None
        self._done = 0
        try:
            yield from self._in_order(journal, watch)
        except KeyboardInterrupt:
            told = f"Đã xong {self._done}/{len(self.paths)} tệp"
            again = "; chạy lại đúng lệnh này để làm tiếp." if journal is not None else "."
            raise KeyboardInterrupt(told + again) from None
        finally:
            if journal is not None:
                journal.close(finished=self._done == len(self.paths))

    def _in_order(self, journal: Journal | None, watch: "Watch | None") -> "Iterator[Validated]":
        kept = journal.finished(self.paths) if journal is not None else set()
        self._done = len(kept)
        if kept:
            message = f"Làm tiếp lần chạy trước: {len(kept)} tệp đã xong, không đọc lại."
            self._tell(message, "Không cần làm gì; tệp nào sửa từ lúc đó thì vẫn được đọc lại.")
        left = [path for path in self.paths if path not in kept]
        task, lost = partial(_line, self._options), _lost
        running = bulk.run(left, task, lost, self._executor)
        reader, early, keeping = LineReader(), dict[str, str](), True
        for path in self.paths:
            if journal is not None and path in kept:
                yield _taken_up(reader, journal.line(path), path, task)
                continue
            while path not in early:
                other, line = next(running)
                early[other] = line
                self._done += 1
                if watch:
                    watch("Đọc và kiểm tra", self._done, len(self.paths))
                if journal is not None and keeping and not journal.add(other, line):
                    keeping = False
                    message = "Đĩa hết chỗ, nên từ đây không ghi lại được tệp nào đã xong."
                    self._tell(message, "Dọn bớt đĩa; nếu bị dừng, lần sau các tệp ấy đọc lại.")
            yield reader.read(early.pop(path))

    def _tell(self, message: str, remedy: str) -> None:
        self.found = (*self.found, Diagnostic("N569", Cell(""), message, remedy))

    def _key(self) -> "list[str]":
        """Return everything on which the outcome depends, besides the files."""
        options = self._options
        about = [options.rules or "", options.units or "", *options.previous]
        contents = [hashlib.sha256(_bytes(name)).hexdigest() for name in about]
        return [str(Path.cwd()), *self.names, *about, *contents, repr(options)]


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes() if name else b""
    except (OSError, ValueError):
        return b""


def _line(options: Options, path: str) -> str:
    """Check one file, whatever happens: a fault of the program concerns this file only."""
    try:
        done = validate_one(path, options)
    except Exception as error:  # noqa: BLE001 - see above
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {PurePath(last.filename).name}:{last.lineno}"
        message = f"Chương trình gặp lỗi của chính nó khi đọc tệp này ({where})."
        remedy = "Các tệp khác không bị ảnh hưởng; xin gửi tệp này cho người phát triển."
        done = Validated(path, found=(Diagnostic(_CRASH, Cell(path), message, remedy),))
    return to_line(done)


def _taken_up(reader: LineReader, line: str, path: str, task: "Callable[[str], str]") -> Validated:
    """Return what an earlier run has written; what cannot be read is done again."""
    try:
        return reader.read(line)
    except ValueError:
        return reader.read(task(path))


def _lost(path: str) -> str:
    message = "Chương trình bị dừng đột ngột khi đọc tệp này (có thể vì hết bộ nhớ)."
    remedy = "Các tệp khác không bị ảnh hưởng; đọc riêng tệp này bằng cchc validate."
    return to_line(Validated(path, found=(Diagnostic(_CRASH, Cell(path), message, remedy),)))
