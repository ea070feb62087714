"""Every case under tests/cases says what it says; `pytest --accept` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import Case, accept, cases_in, outcome_of

FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for path in sorted(FOLDER.rglob("*.md"))
    if path.name != "README.md"
    for case in cases_in(path)
]
# From the last to the first of a file, so that accepting one leaves the lines of the others.
CASES.sort(key=lambda case: (case.path, -case.number))


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.path.relative_to(FOLDER)}-{case.number}"
)
def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    outcome = outcome_of(case)
    if request.config.getoption("--accept"):
        accept(case, outcome)
        return
    assert outcome == case.expected.text
