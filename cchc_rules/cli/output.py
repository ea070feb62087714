"""Lines in, standard output and standard error out, in UTF-8 wherever they go."""

import contextlib
import errno
import io
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from cchc_rules.report.screen import screen_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_rules.report.screen import Screen

_BAR = 24
_REDRAW = 0.1
_TELLING = 1.0
_FAST = 10
_MINUTE = 60


def prepare() -> None:
    """Write UTF-8 even into a Windows pipe; never fail on a letter or a closed stream."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def finish() -> None:
    """Send what is still held back, so that a closed pipe is noticed here."""
    sys.stdout.flush()


def is_closed_pipe(error: BaseException) -> bool:
    """Say whether the reader of our output has gone; Windows says so with EINVAL."""
    return isinstance(error, BrokenPipeError) or (
        os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL
    )


def abandon() -> None:
    """Let go of a closed pipe, so that the interpreter's own flush does not complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(text: str) -> None:
    """Write a line of the result."""
    sys.stdout.write(text + "\n")


def write_all(lines: "Iterable[str]") -> None:
    """Write the lines of the result."""
    for line in lines:
        sys.stdout.write(line + "\n")


def write_pieces(pieces: "Iterable[str]") -> None:
    """Write text that has its own line ends."""
    sys.stdout.writelines(pieces)


def say(text: str) -> None:
    """Tell the person at the terminal what is not part of the result."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    sys.stderr.write(text + "\n")


def screen() -> "Screen":
    """Return what standard output can show."""
    return screen_of(sys.stdout)


def screen_of_errors() -> "Screen":
    """Return what standard error can show."""
    return screen_of(sys.stderr)


class Progress:
    """One line on standard error that says what is being done; silent where nobody watches."""

    def __init__(self) -> None:
        self._seen = sys.stderr.isatty()
        self._shown = 0
        self._next = 0.0
        self._begun = 0.0
        self._first = 0
        self._what = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._replace("")

    def hide(self) -> None:
        """Take the line away until it is shown again: something is about to be written."""
        self._replace("")

    def show(self, what: str, done: int, total: int) -> None:
        """Show that `done` of `total` is done of `what` (total 0: it cannot be counted)."""
        now = time.monotonic()
        if not self._seen or (what == self._what and now < self._next):
            return
        if what != self._what:
            self._begun, self._first = now, done
        self._what, self._next = what, now + _REDRAW
        filled = done * _BAR // total if total else 0
        bar = f" {'█' * filled}{'░' * (_BAR - filled)} {done * 100 // total}%" if total else " …"
        self._replace(what + bar + self._speed(now - self._begun, done, total))

    def _speed(self, seconds: float, done: int, total: int) -> str:
        """Say how fast it goes and how long it still takes, once that can be told."""
        new = done - self._first
        if not total or new < 1 or seconds < _TELLING:
            return ""
        rate = new / seconds
        shown = f"{rate:.0f}" if rate >= _FAST else f"{rate:.1f}".replace(".", ",")
        return f" · {done}/{total} · {shown}/giây · còn {_duration((total - done) / rate)}"

    def _replace(self, text: str) -> None:
        if self._seen and (text or self._shown):
            sys.stderr.write(f"\r{text.ljust(self._shown)}\r{text}")
            sys.stderr.flush()
            self._shown = len(text)


def _duration(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < _MINUTE:
        return f"{whole} giây"
    return f"{whole // _MINUTE} phút {whole % _MINUTE} giây"
