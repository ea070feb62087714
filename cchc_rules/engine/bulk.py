"""Many files and what to do with each in, what became of each out, by all cores of the machine.

The work goes through a `concurrent.futures.Executor`, which may be handed in: task and results are
pickled, so it may just as well be one of a cluster that sees the same files.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Executor, Future

T = TypeVar("T")

WORTH_IT = 32
"""From so many files on, starting other processes costs less than it gives."""
_LARGEST_CHUNK = 16
_CHUNKS_EACH = 8
"""Chunks for each process, so that they come to their end together."""
_AHEAD = 2
_TIDY = 32


class _Left(NamedTuple):
    """What a broken executor did not do: `suspects` were in work when it broke."""

    suspects: "Sequence[str]" = ()
    rest: "Sequence[str]" = ()


def run(
    paths: "Sequence[str]",
    task: "Callable[[str], T]",
    lost: "Callable[[str], T]",
    executor: "Executor | None" = None,
) -> "Iterator[tuple[str, T]]":
    """Yield each path with what `task` returns for it, as they are done.

    `lost` says what becomes of a file whose process died. Without an executor few files are done
    here, many by a process for each core. Closing the generator stops the work.
    """
    if executor is not None:
        left = yield from _through(executor, paths, task, cores())
        yield from ((path, lost(path)) for path in (*left.suspects, *left.rest))
    elif len(paths) < WORTH_IT or cores() == 1:
        yield from _here(paths, task)
    else:
        yield from _by_processes(paths, task, lost)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _here(paths: "Sequence[str]", task: "Callable[[str], T]") -> "Iterator[tuple[str, T]]":
    for number, path in enumerate(paths, start=1):
        yield path, task(path)
        if number % _TIDY == 0:
            gc.collect(0)  # the command line has switched the collector off


def _by_processes(
    paths: "Sequence[str]", task: "Callable[[str], T]", lost: "Callable[[str], T]"
) -> "Iterator[tuple[str, T]]":
    left = _Left(rest=paths)
    while left.rest:
        with _pool(cores()) as pool:
            left = yield from _through(pool, left.rest, task, cores())
        for path in left.suspects:  # one at a time: the one that kills its process is found
            with _pool(1) as pool:
                alone = yield from _through(pool, (path,), task, 1)
            if alone.suspects:
                yield path, lost(path)


@contextlib.contextmanager
def _pool(workers: int) -> "Iterator[Executor]":
    pool = ProcessPoolExecutor(workers, initializer=_prepare)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _prepare() -> None:
    """Make a process ready: Ctrl-C is for the one that started it, and it ends with that one."""
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_together, daemon=True).start()
    gc.freeze()
    gc.enable()


def _leave_together() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _each(task: "Callable[[str], T]", paths: tuple[str, ...]) -> list[T]:
    return [task(path) for path in paths]


def _through(
    executor: "Executor", paths: "Sequence[str]", task: "Callable[[str], T]", workers: int
) -> "Generator[tuple[str, T], None, _Left]":
    """Do the task for all paths; only a few chunks are taken and wait at any time."""
    size = max(1, min(_LARGEST_CHUNK, len(paths) // (workers * _CHUNKS_EACH)))
    taken = 0
    running: dict[Future[list[T]], tuple[str, ...]] = {}
    try:
        while taken < len(paths) or running:
            while taken < len(paths) and len(running) < workers * _AHEAD:
                chunk = tuple(paths[taken : taken + size])
                running[executor.submit(_each, task, chunk)] = chunk
                taken += size
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                done = future.result()
                yield from zip(running.pop(future), done, strict=True)
    except BrokenExecutor:
        suspects = tuple(path for chunk in running.values() for path in chunk)
        return _Left(suspects, paths[taken:])
    finally:
        for future in running:
            future.cancel()
    return _Left()
