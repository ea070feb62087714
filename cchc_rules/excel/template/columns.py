"""The columns of the form in, their widths out, and where the head of the form puts its blocks."""

from __future__ import annotations

from cchc_rules.forms.layout import Column

WIDTHS = {
    Column.ORDER: 56,
    Column.TITLE: 292,
    Column.MAXIMUM: 52,
    Column.DECLARED: 104,
    Column.APPRAISED: 104,
    Column.SELF_SCORE: 80,
    Column.SCORE: 80,
    Column.EVIDENCE: 156,
    Column.EXPLANATION: 138,
    Column.REASON: 188,
    Column.OVERRIDE: 66,
    Column.OVERRIDE_REASON: 106,
}
"""Widths in pixels at 96 dpi; all together fill A4 landscape at about three quarters of size."""


def at(column: Column) -> int:
    """Return the number of a column from 0, as XlsxWriter counts."""
    return column.number - 1


def width_over(first: Column, last: Column) -> int:
    """Return the width of a cell that is merged from one column to another."""
    return sum(WIDTHS[column] for column in WIDTHS if at(first) <= at(column) <= at(last))
