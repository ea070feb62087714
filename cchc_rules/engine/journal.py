"""What is done of a long run, kept in the user's own folder, so that Ctrl-C loses nothing.

One line for each finished file: its path, size and time of change, then what became of it. The key
stands for the version, the rules and all options: under another key nothing is taken over.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

WORTH_IT = 50
"""A run of fewer files is begun again faster than it is taken up."""
_OLD = 30 * 24 * 3600


class _Known(NamedTuple):
    """Where the line of a finished file stands, and in which state the file was."""

    offset: int
    state: list[int]


class Journal:
    """The finished files of one run; leaving it by an exception keeps them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, _Known] = {}
        self._states: dict[str, list[int]] = {}
        self._added = path.open("ab", buffering=0)
        self._kept = path.open("rb")
        self._load()

    def _load(self) -> None:
        offset = end = 0
        for line in self._kept:
            end = offset + len(line)
            head, _, _ = line.partition(b"\t")
            with contextlib.suppress(ValueError, TypeError):
                path, *state = json.loads(head)
                if line.endswith(b"\n"):
                    self._known[path] = _Known(offset + len(head) + 1, state)
            offset = end
        if offset and not self._ends_a_line(offset):
            self._added.write(b"\n")

    def _ends_a_line(self, end: int) -> bool:
        self._kept.seek(end - 1)
        return self._kept.read(1) == b"\n"

    def finished(self, paths: "Sequence[str]") -> set[str]:
        """Return which of all paths are done and have not changed since."""
        self._states = {path: _state(path) for path in paths}
        return {path for path in paths if self._state_then(path) == self._states[path]}

    def _state_then(self, path: str) -> list[int] | None:
        known = self._known.get(path)
        return known.state if known else None

    def line(self, path: str) -> str:
        """Return the line of a finished file."""
        self._kept.seek(self._known[path].offset)
        return self._kept.readline().decode()

    def add(self, path: str, line: str) -> bool:
        """Keep what became of a file; False: there is no room for it on the disk."""
        head = json.dumps([path, *self._states[path]], ensure_ascii=False)
        entry = f"{head}\t{line}\n".encode(errors="replace")
        try:
            return self._added.write(entry) == len(entry)
        except OSError:
            return False

    def close(self, *, finished: bool) -> None:
        """Close the journal, and remove it where the run has come to its end."""
        self._added.close()
        self._kept.close()
        if finished:
            self._path.unlink(missing_ok=True)


def _state(path: str) -> list[int]:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return [0, 0]
    return [found.st_size, found.st_mtime_ns]


def open_journal(key: "Sequence[str]") -> Journal | None:
    """Open the journal of a run; None: there is no place to keep it."""
    digest = hashlib.sha256("\0".join((__version__, *key)).encode(errors="replace")).hexdigest()
    try:
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in folder.glob("tien-do-*.jsonl"):
            if time.time() - old.stat().st_mtime > _OLD:
                old.unlink()
        return Journal(folder / f"tien-do-{digest[:24]}.jsonl")
    except OSError:
        return None


def _folder() -> Path:
    """Return the user's own folder for what can be made again (CCHC_CACHE)."""
    chosen = os.environ.get("CCHC_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "cchc"
    except RuntimeError as error:  # nobody's home
        raise OSError from error
