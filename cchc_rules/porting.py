"""A formula and a host in, where our functions stand in it and how that host's files spell them.

Every host writes its own name into a workbook, and finds no other.
"""

from typing import TYPE_CHECKING

from cchc_rules.excel.calls import calls
from cchc_rules.excel.renaming import Renaming, rename_in_formulas

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


def renamings(formula: str, host: str) -> "Iterator[Renaming]":
    """Yield the names of our functions that are not spelled as this host does."""
    spell = SPELLINGS[host]
    for found in calls(formula):
        name = spell(found["name"].upper())
        if found["call"] != name:
            yield Renaming(*found.span("call"), name)


def respelled(formula: str, host: str) -> str:
    """Return a formula with our functions spelled as a host does."""
    for one in reversed(list(renamings(formula, host))):
        formula = formula[: one.start] + one.name + formula[one.end :]
    return formula


def port(path: "Path", target: "Path", host: str) -> "tuple[int, tuple[Diagnostic, ...]]":
    """Write a copy of a workbook for a host; return how many names were changed, and findings."""
    return rename_in_formulas(path, target, lambda formula: renamings(formula, host))
