"""A folder's name in, its path out: the grammar, the rules and the workbooks that come along."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "_bundled"


def folder(name: str) -> Path:
    """Path of the folder `grammar`, `rules` or `workbook`, as installed or in the checkout."""
    return (_IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent) / name
