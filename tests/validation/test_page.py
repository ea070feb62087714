"""The page of codes: it has every code of the reader and of `validate`, and each has a test."""

from __future__ import annotations

import re
from pathlib import Path

import cchc_rules
from cchc_rules.bundled import folder

PACKAGE = Path(cchc_rules.__file__).parent
PARTS = ("excel/form", "validation", "excel/marking", "engine/validating.py", "facts/previous.py")
HERE = Path(__file__).parent
TESTS = (HERE, HERE.parent / "excel/form", HERE.parent / "excel/marking")
ELSEWHERE = {"E510", "E514", "E516", "W516", "N517", "N513", "W562", "E525", "W506", "E605"}
"""Codes that tables and roster have too; their page is the reference of the language."""


def codes_in(paths: list[Path]) -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return {code for text in texts for code in re.findall(r'"([EWN]\d{3})"', text)}


def files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


USED = codes_in([path for part in PARTS for path in files(PACKAGE / part)])
PAGE = (folder("workbook") / "README.md").read_text(encoding="utf-8")


def test_every_code_stands_on_the_page() -> None:
    told = set(re.findall(r"^\| ([EWN]\d{3}) \|", PAGE, re.MULTILINE))
    assert told == (USED - ELSEWHERE) | {"N548"}


def test_every_code_has_a_test() -> None:
    tested = codes_in([path for place in TESTS for path in files(place)])
    assert not USED - tested
