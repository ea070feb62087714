"""What every rule of the grammar is built from: lexemes in, their values and places out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules import syntax as s
from cchc_rules.diagnostics import Diagnostic, Span
from cchc_rules.parsing.lexer import Lexeme
from cchc_rules.text import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

Parts = list[Any]
"""The children of a rule: lexemes, nodes, and None for what is optional and absent."""

Rule = Callable[[Parts], Any]


class Builder(dict[str, Rule]):
    """Functions by the rule of the grammar that they build a node for."""

    def __call__(self, function: Rule) -> Rule:
        """Take up a function; its name is that of its rule, behind an underscore."""
        self[function.__name__[1:]] = function
        return function


LEAP_YEAR = 2024
_MONTHS = 12
_YEAR_DIGITS = 4
_LONGEST_CODE = 40
YEARS = range(1900, 2200)
MOST_DIGITS, MOST_DECIMALS = 15, 20
"""A cell holds 15 digits, but published figures are pasted with all the digits of a double."""


class Misread(Exception):  # noqa: N818 - a mistake of the writer, not of the program
    """A lexeme that fits the grammar and makes no sense; `meant`: what was meant, if clear."""

    def __init__(
        self, code: str, at: Lexeme | s.Node, message: str, remedy: str, meant: Lexeme | None = None
    ) -> None:
        super().__init__(message)
        self.at = at
        self.meant = meant
        self.finding = Diagnostic(code, at.place, message, remedy)


def place_of(parts: Sequence[Any]) -> Span:
    """Return the stretch of the first line that the parts cover."""
    spans = [
        part if isinstance(part, Lexeme) else part.place
        for part in parts
        if isinstance(part, (Lexeme, s.Node))
    ]
    if not spans:
        return s.NOWHERE
    first = spans[0]
    end = max([span.end for span in spans if span.line == first.line])
    return Span(first.file, first.line, first.column, end)


def decimal_of(lexeme: Lexeme) -> Decimal:
    """Read a number with decimal comma and full thousands groups."""
    text = lexeme.text.rstrip("% ").replace(".", "").replace(",", ".")
    whole, _, decimals = text.partition(".")
    if len(whole) <= MOST_DIGITS and len(decimals) <= MOST_DECIMALS:
        return Decimal(text)
    message = (
        f"Số “{shortened(lexeme.text, 20)}” quá dài: bảng tính chỉ giữ đúng {MOST_DIGITS} chữ số."
    )
    remedy = f"Viết nhiều nhất {MOST_DIGITS} chữ số trước dấu phẩy, {MOST_DECIMALS} chữ số sau."
    raise Misread("E103", lexeme, message, remedy)


def whole_of(lexeme: Lexeme) -> int:
    """Read a whole number."""
    return int(decimal_of(lexeme))


def text_of(lexeme: Lexeme) -> str:
    """Return a quoted text without its quotes."""
    text = " ".join(lexeme.text[1:-1].split())
    if text:
        return text
    message = "Trong dấu nháy chưa có chữ nào."
    raise Misread("E102", lexeme, message, "Viết nội dung vào giữa hai dấu nháy.", _unknown(lexeme))


def _unknown(lexeme: Lexeme) -> Lexeme:
    return lexeme._replace(text='"…"')


def code_of(lexeme: Lexeme) -> str:
    """Return a code; 2,1 is 2.1 with the wrong sign."""
    if lexeme.type == "NUMBER" and "," in lexeme.text:
        right = lexeme.text.replace(",", ".")
        message = f"Mã “{lexeme.text}” phải viết bằng dấu chấm."
        instead = lexeme._replace(type="CODE", text=right)
        raise Misread("E106", lexeme, message, f"Viết {right}.", instead)
    if len(lexeme.text) > _LONGEST_CODE:
        message = f"Mã “{shortened(lexeme.text, 20)}” quá dài."
        raise Misread("E106", lexeme, message, "Viết mã ngắn, ví dụ 1.2.3.")
    return lexeme.text


def year_of(lexeme: Lexeme) -> int:
    """Return a year of four digits."""
    if len(lexeme.text) == _YEAR_DIGITS and int(lexeme.text) in YEARS:
        return int(lexeme.text)
    full = f"20{lexeme.text}"
    short = len(lexeme.text) == 2  # noqa: PLR2004 - 26 for 2026
    message = f"“{shortened(lexeme.text, 20)}” không phải một năm đủ bốn chữ số."
    if len(lexeme.text) == _YEAR_DIGITS:
        message = f"“{lexeme.text}” không phải một năm từ {YEARS[0]} đến {YEARS[-1]}."
    remedy = f"Viết {full}." if short else "Viết năm đủ bốn chữ số, ví dụ 2026."
    raise Misread("E104", lexeme, message, remedy, lexeme._replace(text=full) if short else None)


def only_zero(lexeme: Lexeme, keyword: str) -> None:
    """Refuse any number but 0 behind `nếu trống` and `nếu mẫu bằng`."""
    if whole_of(lexeme):
        message = f"Sau “{keyword}” chỉ viết được số 0, không phải {lexeme.text}."
        instead = lexeme._replace(text="0")
        raise Misread("E107", lexeme, message, f"Viết {keyword} 0.", instead)


def date_of(lexeme: Lexeme) -> date:
    """Read dd/mm/yyyy."""
    day, month, year = map(int, lexeme.text.split("/"))
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_such_day(lexeme, day, month) from None


def day_of(lexeme: Lexeme) -> tuple[int, int]:
    """Read dd/mm, which some year has."""
    day, month = map(int, lexeme.text.split("/"))
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        raise _no_such_day(lexeme, day, month) from None
    return day, month


def _no_such_day(lexeme: Lexeme, day: int, month: int) -> Misread:
    message = f"Không có ngày {lexeme.text} trong lịch."
    remedy = "Sửa lại ngày, tháng."
    if month > _MONTHS >= day > 0:
        right = "/".join([f"{month:02}", f"{day:02}", *lexeme.text.split("/")[2:]])
        remedy = f"Viết ngày trước, tháng sau: {right}."
    return Misread("E104", lexeme, message, remedy)
