"""Many files through one process, several, or an executor that was handed in."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from cchc_rules.engine import bulk
from cchc_rules.engine.made import Made

PATHS = [f"tệp {number}" for number in range(100)]


def upper(path: str) -> str:
    return path.upper()


def pid(_: str) -> int:
    return os.getpid()


def lost(path: str) -> str:
    return f"mất {path}"


def killed_by(bad: str, path: str) -> str:
    if path == bad:
        os.kill(os.getpid(), signal.SIGKILL)
    return upper(path)


def test_few_files_stay_in_this_process() -> None:
    assert dict(bulk.run(PATHS[:5], pid, len)) == dict.fromkeys(PATHS[:5], os.getpid())


def test_many_files_go_to_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: 2)
    found = dict(bulk.run(PATHS, pid, len))
    assert found.keys() == set(PATHS)
    assert os.getpid() not in found.values()


def test_on_one_core_they_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: 1)
    assert set(dict(bulk.run(PATHS, pid, len)).values()) == {os.getpid()}


def test_an_executor_that_is_handed_in_does_the_work() -> None:
    submitted = []

    class Counting(ThreadPoolExecutor):
        def submit(self, *args: object, **more: object) -> object:  # type: ignore[override]
            submitted.append(args)
            return super().submit(*args, **more)  # type: ignore[arg-type]

    with Counting(2) as executor:
        found = dict(bulk.run(PATHS, upper, lost, executor))
    assert found == {path: path.upper() for path in PATHS}
    assert 1 < len(submitted) < len(PATHS)


def test_only_a_few_chunks_wait_at_a_time() -> None:
    with ThreadPoolExecutor(1) as executor:
        running = bulk.run([str(number) for number in range(10_000)], upper, lost, executor)
        next(running)
        assert executor._work_queue.qsize() <= bulk.cores() * bulk._AHEAD
        running.close()  # type: ignore[attr-defined]


def test_what_is_to_be_done_is_made_when_its_turn_comes() -> None:
    made: list[int] = []

    def make(number: int) -> str:
        made.append(number)
        return str(number)

    with ThreadPoolExecutor(1) as executor:
        running = bulk.run(Made(10_000, make), upper, lost, executor)
        next(running)
        assert 0 < len(made) < 1000
        assert sum(1 for _ in running) == 9_999
    assert made == list(range(10_000))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
def test_a_file_that_kills_its_process_is_named_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: 2)
    found = dict(bulk.run(PATHS, partial(killed_by, PATHS[40]), lost))
    expected = {path: path.upper() for path in PATHS} | {PATHS[40]: lost(PATHS[40])}
    assert found == expected


@pytest.mark.parametrize("cores", [1, 2])
def test_a_fault_of_the_task_is_told(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: cores)
    with pytest.raises(TypeError):
        list(bulk.run(PATHS, _fails, lost))


def _fails(path: str) -> str:
    raise TypeError(path)


def children() -> set[str]:
    listed = Path("/proc/self/task").glob("*/children")
    return {child for one in listed for child in one.read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc of Linux")
def test_closing_stops_the_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: 2)
    before = children()
    running = bulk.run(PATHS, upper, lost)
    next(running)
    assert children() - before
    running.close()  # type: ignore[attr-defined]
    for _ in range(100):
        if not children() - before:
            break
        time.sleep(0.1)
    assert not children() - before
