"""What holds for every test."""

import os

import pytest
from hypothesis import settings

# A slow machine breaks no law, and CI judges the same examples at every run.
settings.register_profile("cchc", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("cchc")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write what came out into the golden cases"
    )
