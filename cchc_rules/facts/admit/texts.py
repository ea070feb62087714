"""A number typed as text: its exact value, or why it stays ambiguous."""

import re
from decimal import Decimal

from cchc_rules.records import record

_MINUS = str.maketrans("−–—", "---")
_BLANKED = r"[1-9]\d{0,2}(?: \d{3})+"
_DOTTED = r"[1-9]\d{0,2}(?:\.\d{3})+"
_ENGLISH = r"[1-9]\d{0,2}(?:,\d{3})+"
_WHOLE = re.compile(r"\d+", re.ASCII)
_COMMA = re.compile(r"\d+,\d+", re.ASCII)
_GROUPED = re.compile(rf"(?:{_BLANKED}|{_DOTTED})(?:,\d+)?", re.ASCII)
_ENGLISH_GROUPED = re.compile(rf"{_ENGLISH}(?:\.\d+)?", re.ASCII)
_POINT = re.compile(r"\d+\.\d+", re.ASCII)
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_LONGEST = 25
_HEADLESS = re.compile(r"[.,]\d+", re.ASCII)


@record()
class Ambiguous:
    """Text that may be two numbers: why, and how to mend it."""

    why: str
    remedy: str


def parse_number(text: str) -> Decimal | Ambiguous | None:
    """Read cleaned `text` as a Vietnamese number; None is no number at all."""
    if len(text) > _LONGEST:
        return None
    bare = text.translate(_MINUS)
    sign = "-" if bare.startswith("-") else ""
    digits = bare.lstrip("+") if bare.startswith("+") else bare.removeprefix("-")
    found = _unsigned(digits.strip())
    if isinstance(found, str):
        return Decimal(sign + found)
    return found


def _unsigned(text: str) -> str | Ambiguous | None:
    if _WHOLE.fullmatch(text):
        return text
    if _ONE_GROUP.fullmatch(text):
        whole = text.replace(".", "")
        return Ambiguous(
            f"có thể là {whole} hoặc {text.replace('.', ',')}",
            "Nhập lại bằng số (không phải chữ), không dùng dấu chấm ngăn hàng nghìn.",
        )
    if _HEADLESS.fullmatch(text):
        return Ambiguous(
            "thiếu chữ số trước dấu thập phân",
            "Nhập đủ chữ số, ví dụ 0,34 hoặc 1,34.",
        )
    if _COMMA.fullmatch(text):
        return text.replace(",", ".")
    if _GROUPED.fullmatch(text):
        return text.replace(".", "").replace(" ", "").replace(",", ".")
    if _POINT.fullmatch(text):
        return text
    if _ENGLISH_GROUPED.fullmatch(text):
        return text.replace(",", "")
    return None
