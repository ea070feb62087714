"""The page for officials says what the functions do: every function, and examples that work."""

from __future__ import annotations

import re

import pytest

from cchc_rules.bundled import folder
from cchc_rules.functions import FUNCTIONS, HostError, Number
from tests.functions.units import column

PAGE = (folder("workbook") / "addin" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^=(CCHC_\w+)\((.*)\)$", PAGE, re.MULTILINE)
CALLS = {function.name: function for function in FUNCTIONS}


def test_every_function_is_shown_with_its_arguments() -> None:
    assert all(f"| `{function.usage}` |" in PAGE for function in FUNCTIONS)
    assert {name for name, _ in EXAMPLES} == set(CALLS)


@pytest.mark.parametrize(("name", "given"), EXAMPLES)
def test_examples_have_as_many_arguments_as_the_function_takes(name: str, given: str) -> None:
    arguments = CALLS[name].arguments
    needed = sum(not one.optional for one in arguments)
    assert needed <= len(given.split("; ")) <= len(arguments)
    assert "," not in given


def test_the_worked_example_is_true() -> None:
    rows = re.findall(r"^\| \d \| (\S+) \| (\d*) ?\| (\S*) ?\| ?(.*) ?\|$", PAGE, re.MULTILINE)
    assert len(rows) == 4
    keys = column([row[0] for row in rows])
    values = column([float(row[1]) if row[1] else None for row in rows])
    given = (keys, values, [["CCHC-XA@2026"]], [["xã"]])
    points, reasons = CALLS["CCHC_DIEM"](*given), CALLS["CCHC_GIAI_THICH"](*given)
    for (_, _, shown, said), (cell,), (reason,) in zip(rows, points, reasons, strict=True):
        if isinstance(cell, HostError):
            assert cell.native == shown
        else:
            assert shown == (f"{cell.value:.0f}" if isinstance(cell, Number) else "")
        assert all(part.strip() in str(reason) for part in said.split("…"))
