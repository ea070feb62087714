"""The page of known mistakes is what the program says of them today."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.docs.gallery import PAGE, page

if TYPE_CHECKING:
    import pytest

LEAST = 250


def test_the_page_is_fresh(request: pytest.FixtureRequest) -> None:
    fresh = page()
    if request.config.getoption("--accept"):
        PAGE.write_text(fresh, encoding="utf-8")
        return
    assert PAGE.read_text(encoding="utf-8") == fresh, "pytest tests/docs --accept"


def test_it_has_every_code_of_wording_that_a_line_can_have() -> None:
    text = PAGE.read_text(encoding="utf-8")
    told = set(re.findall(r"^## (E1\d\d):", text, re.MULTILINE))
    assert told >= {f"E{number}" for number in (*range(101, 113), 116, 117, 119)}
    assert text.count("\n| `") >= LEAST


def test_the_reference_page_links_to_it() -> None:
    reference = PAGE.with_name("README.md").read_text(encoding="utf-8")
    assert "(mistakes.md)" in reference
