"""Findings as values: a code, a place, one Vietnamese sentence and a remedy."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a finding weighs: an error stops scoring, a warning is only told."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@record()
class Span:
    """A stretch of one line of a rule file; line and columns count from 1, `end` is exclusive."""

    file: str
    line: int
    column: int = 1
    end: int = 1

    def __str__(self) -> str:
        """Return `tệp:dòng:cột`, which editors turn into a link."""
        return f"{self.file}:{self.line}:{self.column}"


@record()
class Cell:
    """A cell (or, without `ref`, a whole sheet or file) of a workbook."""

    file: str
    sheet: str = ""
    ref: str = ""

    def __str__(self) -> str:
        """Return `tệp [Trang!H12]`."""
        inside = "!".join(part for part in (self.sheet, self.ref) if part)
        return f"{self.file} [{inside}]" if inside else self.file


Place = Span | Cell


@record()
class Diagnostic:
    """One finding: what is wrong, where, under which heading, and how to mend it."""

    code: str
    place: Place
    message: str
    remedy: str
    heading: tuple[str, ...] = field(default=(), compare=False)

    @property
    def severity(self) -> Severity:
        """Return the severity that the code's first letter stands for."""
        return _SEVERITIES[self.code[0]]


_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Say whether any of the findings is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)


def without_followers(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out what is said of the meaning of a line whose wording is already told (E1xx).

    What is told of a heading concerns the lines below it: it does not follow from its wording.
    """
    found = list(diagnostics)
    misworded = {_line(each.place) for each in found if each.code.startswith("E1")}
    return [x for x in found if x.code.startswith(_KEPT) or _line(x.place) not in misworded]


_KEPT = ("E1", "E30")


def _line(place: Place) -> object:
    return (place.file, place.line) if isinstance(place, Span) else place


def in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings without repeats, by file, line and code."""

    def key(found: Diagnostic) -> tuple[str, int, int, str]:
        match found.place:
            case Span(file, line, column):
                return file, line, column, found.code
            case Cell(file):
                return file, 0, 0, found.code

    return tuple(sorted(dict.fromkeys(diagnostics), key=key))


MOST_FINDINGS = 500


def bounded(found: tuple[Diagnostic, ...], file: str) -> tuple[Diagnostic, ...]:
    """Return at most so many findings of a rule file with errors, and how many are left out."""
    if len(found) <= MOST_FINDINGS or not has_errors(found):
        return found
    left = len(found) - MOST_FINDINGS
    message = f"Còn {left} lỗi nữa chưa kể ra."
    last = Diagnostic("E100", Span(file, 1), message, "Sửa các lỗi trên rồi kiểm tra lại.")
    return (*found[:MOST_FINDINGS], last)
