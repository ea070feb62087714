"""The add-in installed into a LibreOffice of its own, with a profile that is thrown away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_rules.calc.extension import NAME, extension
from tests.formulas.office import PYTHON, missing, stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCRIPT = Path(__file__).with_name("asking.py")
Step = list[Any]
"""What to do, and with what: see `asking.py`."""

__all__ = ["Office", "missing", "office"]


class Office:
    """A LibreOffice that listens."""

    def __init__(self, pipe: str, folder: Path) -> None:
        self._pipe = pipe
        self._folder = folder

    def ask(self, steps: Sequence[Step]) -> list[Any]:
        """Do the steps and return what each of them gives."""
        job = self._folder / "job.json"
        job.write_text(json.dumps(steps), encoding="utf-8")
        asked = subprocess.run(
            [PYTHON, str(SCRIPT), self._pipe, str(job)],
            capture_output=True,
            check=False,
            timeout=300,
        )
        assert asked.returncode == 0, asked.stderr.decode()
        found: list[Any] = json.loads(asked.stdout)
        return found


@contextmanager
def office() -> Iterator[Office]:
    """Install the add-in and start LibreOffice; stop it and forget all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / NAME).write_bytes(extension())
        profile = [f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        shared = []
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may not have add-ins of its own
            shared = ["--shared"]
            profile.append(f"-env:UNO_SHARED_PACKAGES_CACHE={(folder / 'shared').as_uri()}")
        unopkg = shutil.which("unopkg")
        assert unopkg, "unopkg comes with soffice"
        subprocess.run(
            [unopkg, "add", *shared, "-f", str(folder / NAME), *profile],
            env=_environment(),
            check=True,
            timeout=120,
        )
        pipe = f"cchccalc{os.getpid()}"
        started = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo", *profile,
             f"--accept=pipe,name={pipe};urp;"],
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield Office(pipe, folder)
        finally:
            stop(started)


def _environment() -> dict[str, str]:
    """Return ours with the system's path alone.

    LibreOffice's Python takes the library of the first `python3` on it for its own, be that of a
    virtual environment or of pyenv.
    """
    own = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    own.pop("VIRTUAL_ENV", None)
    return {**own, "PATH": os.defpath}
