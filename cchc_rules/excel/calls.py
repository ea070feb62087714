"""A formula in, where it calls our functions, however a host has spelled their names, out.

Files have `CCHC_DIEM`, `[1]!CCHC_DIEM` and `'C:/…/cchc.xlam'!CCHC_DIEM` of Excel on Windows,
`_xldudf_CCHC_DIEM` of xlwings Server and Lite, and `CCHC.DIEM` of LibreOffice Calc.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("DIEM", "GIAI_THICH", "TONG", "KIEM_TRA", "BANG", "XEP_HANG", "XEP_LOAI", "PHIEN_BAN")
"""The functions; the registry is above this layer, a test holds them equal."""
UNKNOWN_NAME = "#NAME?"
"""What a host shows that does not have them."""

_OURS = "cchc"
_ENDINGS = frozenset({".xlam", ".xla", ".xlsm"})
_LONGEST = 65_536
_WORD = r"[A-Za-z0-9_.\x80-\U0010ffff]"
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"                                    # a text
    | (?P<call>
        (?: '(?:[^']|'')*\.xl(?:a|am|sm)'!              # the add-in, where Excel knows its file
          | \[[0-9]+\]!
          | (?<!{_WORD})(?<!!)
        )
        (?: _xldudf_CCHC_ | CCHC[_.] ) (?P<name>{"|".join(NAMES)})
      ) (?=\s*\()
    | '(?:[^']|'')*'                                    # the name of a sheet
    """,
    re.VERBOSE | re.IGNORECASE,
)


def calls(formula: str) -> "Iterator[re.Match[str]]":
    """Yield each call: its group `call` is how it is spelled, `name` the function's own name."""
    if len(formula) <= _LONGEST and _OURS in formula.casefold():  # no formula is longer
        yield from (found for found in _TOKEN.finditer(formula) if found["call"] is not None)


@lru_cache(maxsize=4096)
def calls_ours(formula: str) -> bool:
    """Say whether a formula calls one of our functions."""
    return any(True for _ in calls(formula))


def without_calls(formula: str) -> str:
    """Return a formula without the names of our functions and the add-in that they name."""
    for found in reversed(list(calls(formula))):
        start, end = found.span("call")
        formula = formula[:start] + formula[end:]
    return formula


def is_addin(target: str) -> bool:
    """Say whether a link of a workbook leads to the add-in that has our functions."""
    path = PurePosixPath(target.replace("\\", "/").casefold())
    return path.stem == _OURS and path.suffix in _ENDINGS
