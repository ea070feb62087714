"""What holds for every test."""

import ctypes
import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# A slow machine breaks no law, and CI judges the same examples at every run.
settings.register_profile("cchc", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("cchc")

# A shell starts what runs in the background deaf to Ctrl-C, and the tests' own processes after it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write what came out into the golden cases"
    )


@pytest.fixture
def bound_by_permissions() -> "Iterator[None]":
    """Run the test bound by the permissions of files, which root is not: it gives up that right.

    The two capabilities that let root pass (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH) leave the
    effective set of this thread and come back afterwards; see capabilities(7).
    """
    if os.name == "nt":
        pytest.skip("permissions of POSIX")
    if os.geteuid() != 0:
        yield
        return
    system = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert system.capget(header, sets) == 0
    effective = sets[0]
    sets[0] &= ~(1 << 1 | 1 << 2)
    assert system.capset(header, sets) == 0
    yield
    sets[0] = effective
    assert system.capset(header, sets) == 0
