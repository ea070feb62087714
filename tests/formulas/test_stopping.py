"""A LibreOffice that hangs must not hold the tests up."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.formulas import office

STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="process groups of POSIX")
@pytest.mark.parametrize("script", [STUBBORN, "print('gone', flush=True)"])
def test_a_process_that_does_not_listen_is_killed(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_PATIENCE", 0.5)
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        office.stop(process)
        assert process.returncode is not None
