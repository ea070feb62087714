"""A formula and a host in, where our functions stand in it and how that host's files spell them.

Every host writes its own name into a workbook, and finds no other.
"""

import re
from typing import TYPE_CHECKING

from cchc_rules.excel.renaming import Renaming, rename_in_formulas
from cchc_rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cchc_rules.diagnostics import Diagnostic

EXCEL, SERVER, CALC = "excel", "server", "calc"
SPELLINGS: "dict[str, Callable[[str], str]]" = {
    EXCEL: "CCHC_{}".format,
    SERVER: "_xldudf_CCHC_{}".format,
    CALC: "CCHC.{}".format,
}
"""How the files of a host spell a function: Excel on Windows, xlwings Server and Lite, Calc."""

_LONGEST = 65_536
_SHORT = "|".join(one.short for one in FUNCTIONS)
_WORD = r"[A-Za-z0-9_.\x80-\U0010ffff]"
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"                                    # a text
    | (?P<call>
        (?: '(?:[^']|'')*\.xl(?:a|am|sm)'!              # the add-in, where Excel knows its file
          | \[[0-9]+\]!
          | (?<!{_WORD})(?<!!)
        )
        (?: _xldudf_CCHC_ | CCHC[_.] ) (?P<short>{_SHORT})
      ) (?=\s*\()
    | '(?:[^']|'')*'                                    # the name of a sheet
    """,
    re.VERBOSE | re.IGNORECASE,
)


def calls(formula: str, host: str) -> "Iterator[Renaming]":
    """Yield the names of our functions that are not spelled as this host does."""
    spell = SPELLINGS[host]
    if len(formula) > _LONGEST:  # no formula of a spreadsheet
        return
    for found in _TOKEN.finditer(formula):
        if found["call"] is None:
            continue
        name = spell(found["short"].upper())
        if found["call"] != name:
            yield Renaming(*found.span("call"), name)


def respelled(formula: str, host: str) -> str:
    """Return a formula with our functions spelled as a host does."""
    for one in reversed(list(calls(formula, host))):
        formula = formula[: one.start] + one.name + formula[one.end :]
    return formula


def port(path: "Path", target: "Path", host: str) -> "tuple[int, tuple[Diagnostic, ...]]":
    """Write a copy of a workbook for a host; return how many names were changed, and findings."""
    return rename_in_formulas(path, target, lambda formula: calls(formula, host))
