"""Forms with their filled cells in, what LibreOffice makes of them out: all in one workbook."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from cchc_rules.forms.layout import SHEET
from cchc_rules.formulas import HELPER_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cchc_rules.formulas import FormFormulas
    from tests.formulas.filling import Cells

SCRIPT = Path(__file__).with_name("recalculating.py")
PYTHON = os.environ.get("UNO_PYTHON", "/usr/bin/python3")
_PATIENCE = 15
_LAST_ROW = 5000
_AREA = f"A1:J{_LAST_ROW}"


def missing() -> str:
    """Return why there is no LibreOffice to ask; empty: there is one."""
    if not shutil.which("soffice"):
        return "soffice is not installed (libreoffice-calc)"
    if not Path(PYTHON).exists():
        return f"no {PYTHON}"
    command = [PYTHON, "-c", "import uno"]
    asked = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE * 4)
    return "" if asked.returncode == 0 else f"{PYTHON} has no uno (python3-uno)"


@contextmanager
def listening() -> Iterator[str]:
    """Start a LibreOffice of its own, yield the pipe that it listens at, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"cchc{os.getpid()}"
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation={Path(folder).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield pipe
        finally:
            stop(office)


def stop(office: subprocess.Popen[bytes]) -> None:
    """Stop a LibreOffice and all that it started; one that hangs is killed."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(office.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            office.wait(_PATIENCE)
            return


def calculate(
    pipe: str, forms: Sequence[tuple[FormFormulas, Cells]], folder: Path
) -> list[Mapping[str, Any]]:
    """Return what the cells of each filled form show, by address."""
    book = folder / "forms.xlsx"
    _write(book, forms)
    sheets = recalculated(pipe, book)
    return [sheets[f"P{number}"] for number in range(len(forms))]


def calculate_all(
    pipe: str, forms: Sequence[tuple[FormFormulas, Cells]], folder: Path
) -> list[Mapping[tuple[str, str], Any]]:
    """Return what the cells of both sheets of each filled form show, by sheet and address."""
    book = folder / "forms.xlsx"
    _write(book, forms)
    found = recalculated(pipe, book)
    own = [{SHEET: found[f"P{at}"], HELPER_SHEET: found[f"T{at}"]} for at in range(len(forms))]
    return [
        {(sheet, ref): value for sheet, cells in form.items() for ref, value in cells.items()}
        for form in own
    ]


def recalculated(pipe: str, book: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return what the cells of each sheet of a workbook show, by address."""
    command = [PYTHON, str(SCRIPT), pipe, str(book), _AREA]
    asked = subprocess.run(command, capture_output=True, check=True, timeout=300)
    return {name: _by_address(rows) for name, rows in json.loads(asked.stdout).items()}


def _write(book: Path, forms: Sequence[tuple[FormFormulas, Cells]]) -> None:
    with xlsxwriter.Workbook(str(book), {"constant_memory": False}) as workbook:
        for number, (formulas, cells) in enumerate(forms):
            names = {SHEET: f"P{number}", HELPER_SHEET: f"T{number}"}
            sheets = {own: workbook.add_worksheet(name) for own, name in names.items()}
            for (sheet, address), formula in formulas.cells.items():
                sheets[sheet].write_formula(address, _renamed(formula, names))
            for address, value in cells.items():
                sheets[SHEET].write(address, value)


def _renamed(formula: str, names: Mapping[str, str]) -> str:
    own = formula.replace(f"'{SHEET}'!", f"{names[SHEET]}!")
    return own.replace(f"{HELPER_SHEET}!", f"{names[HELPER_SHEET]}!")


def _by_address(rows: list[list[Any]]) -> dict[str, Any]:
    return {
        f"{chr(ord('A') + column)}{number}": value
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row)
    }
