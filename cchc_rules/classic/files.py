"""The installed xlwings and the registry in, the add-in and workbook for Excel on Windows out."""

import ntpath
import re
from importlib.util import find_spec
from pathlib import Path

from cchc_rules.classic.wrappers import MODULE, PYTHON_MODULE, wrapper_module
from cchc_rules.example import example_pages, help_page
from cchc_rules.excel.macros import Page, macro_book
from cchc_rules.records import record

ADDIN = "cchc.xlam"
BOOK = "cchc-vi-du.xlsm"
XLWINGS = "xlwings"
SETTINGS = "xlwings.conf"
INTERPRETER = r"%LOCALAPPDATA%\cchc\python\Scripts\pythonw.exe"
"""Where the page for officials has Python installed: no administrator is needed there."""

_VERSION = re.compile(r'XLWINGS_VERSION As String = "([^"]+)"')


class MissingError(Exception):
    """What the add-in is made from is not installed; the text says how to install it."""


@record()
class Built:
    """The two files, and the version of xlwings that they need."""

    files: dict[str, bytes]
    xlwings: str


def build(interpreter: str = INTERPRETER) -> Built:
    """Return the add-in and the example workbook for the version of xlwings that is installed."""
    source = _xlwings_module()
    modules = {XLWINGS: source, MODULE: wrapper_module()}
    settings = _settings(interpreter)
    example = example_pages()
    files = {
        ADDIN: macro_book([settings], modules, {}, addin=True),
        BOOK: macro_book(
            [*example.pages, help_page(), settings], modules, example.names, addin=False
        ),
    }
    return Built(files, version_of(source))


def version_of(module: str) -> str:
    """Return the version that a module `xlwings` says it has ("": it says none)."""
    found = _VERSION.search(module)
    return found[1] if found else ""


def _xlwings_module() -> str:
    if find_spec("pyopenvba") is None:
        raise MissingError("Chưa cài pyOpenVBA. Chạy: pip install cchc-rules[excel]")
    found = find_spec(XLWINGS)
    if found is None or found.origin is None:
        raise MissingError("Chưa cài xlwings. Chạy: pip install cchc-rules[excel]")
    path = Path(found.origin).parent / "xlwings.bas"
    return path.read_bytes().decode("ascii")


def _settings(interpreter: str) -> Page:
    """Return the sheet that xlwings reads; it leaves nothing to a file beside the workbook.

    An empty PYTHONPATH would be the folder that Excel is in: xlwings splits it at `;`.
    """
    rows = (
        ("INTERPRETER_WIN", interpreter),
        ("PYTHONPATH", ntpath.dirname(interpreter) or ntpath.dirname(INTERPRETER)),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
        ("UDF MODULES", PYTHON_MODULE),
        ("SHOW CONSOLE", "False"),
        ("CONDA PATH", ""),
        ("CONDA ENV", ""),
        ("LICENSE_KEY", ""),
    )
    return Page(SETTINGS, rows, widths=(32, 60))
