"""The line that says what is being done, how fast, and how long it still takes."""

from __future__ import annotations

import io
import sys

import pytest

from cchc_rules.cli.output import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("cchc_rules.cli.output.time.monotonic", lambda: now[0])
    return now


def last(terminal: Terminal) -> str:
    return terminal.getvalue().rpartition("\r")[2]


@pytest.mark.parametrize(
    ("seconds", "done", "told"),
    [
        (0.5, 50, "▏"),
        (2.0, 100, " · 100/1000 · 50/giây · còn 18 giây"),
        (50.0, 100, " · 100/1000 · 2,0/giây · còn 7 phút 30 giây"),
        (10.0, 1000, " · 1000/1000 · 100/giây · còn 1 giây"),
    ],
)
def test_speed_and_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch, clock: list[float], seconds: float, done: int, told: str
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress() as progress:
        progress.show("Đọc", 0, 1000)
        clock[0] += seconds
        progress.show("Đọc", done, 1000)
        shown = last(terminal)
        assert shown.endswith(told) if told != "▏" else "giây" not in shown
        progress.hide()
        assert last(terminal) == ""


def test_what_was_done_before_does_not_count_as_speed(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress() as progress:
        progress.show("Đọc", 900, 1000)
        clock[0] += 10
        progress.show("Đọc", 950, 1000)
        assert last(terminal).endswith(" · 950/1000 · 5,0/giây · còn 10 giây")


def test_nobody_watches(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress() as progress:
        progress.show("Đọc", 0, 10)
        clock[0] += 10
        progress.show("Đọc", 5, 10)
        progress.hide()
    assert stream.getvalue() == ""
