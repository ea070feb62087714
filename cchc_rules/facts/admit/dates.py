"""Dates: typed, stored as a serial day or written as text in, a date or a lỗi out."""

import re
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from cchc_rules.facts.admit.spec import Admitted, Remark, Spec, faulty, mismatch, number, quoted
from cchc_rules.facts.raw import Day, Number, Shown, Text, Truth
from cchc_rules.text import bare, clean

if TYPE_CHECKING:
    from cchc_rules.facts.raw import Raw

_CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_CLOCK}", re.ASCII)
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})", re.ASCII)
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}", re.ASCII)
_FIRST, _LEAP_BUG, _LAST = 1, 60, 2_958_465
_LIKELY = range(29_221, 73_051)
"""Serial days of 1980 to 2099: a number in a cell without a date format is read as a day."""
_YEARS = range(1900, 2101)
_REMEDY = "Nhập ngày dạng ngày/tháng/năm, ví dụ 20/01/2026."


def from_serial(value: Decimal, shift: int = 0) -> date | None:
    """Return the day of an Excel serial number; None if there is no such day.

    Excel counts a 29/02/1900 that never was: serial 60.
    """
    if not value.is_finite() or abs(value) > _LAST:
        return None
    serial = int(value.to_integral_value(ROUND_FLOOR)) + shift
    if not _FIRST <= serial <= _LAST or serial == _LEAP_BUG:
        return None
    start = date(1899, 12, 31) if serial < _LEAP_BUG else date(1899, 12, 30)
    return start + timedelta(days=serial)


def written(value: Decimal, shift: int = 0) -> str:
    """Write a serial day as its cell shows it."""
    day = from_serial(value, shift)
    return f"{day:%d/%m/%Y}" if day else number(value)


def admit_date(spec: Spec, raw: "Raw") -> Admitted:
    """Check a date."""
    match raw:
        case Day(value):
            return Admitted(value)
        case Number(value, shown, shift):
            return _serial(spec, value, shown, shift)
        case Text(value):
            return _typed(spec, clean(value))
        case Truth(value):
            return mismatch(spec, "TRUE" if value else "FALSE")
        case _:
            return mismatch(spec, "ô trống")


def _serial(spec: Spec, value: Decimal, shown: Shown, shift: int) -> Admitted:
    day = from_serial(value, shift)
    is_year = _YEARS[0] <= value <= _YEARS[-1] and not value % 1
    if day is not None and shown is Shown.DATE and not is_year:
        return Admitted(day)
    found = number(value, grouped=False)
    if is_year:
        seen = f", hiện {day:%d/%m/%Y}" if day and shown is Shown.DATE else ""
        return faulty("E527", f"chỉ có năm {found}{seen}, thiếu ngày và tháng", _REMEDY)
    if day is None:
        return mismatch(spec, found, "E527", _REMEDY)
    if int(value) + shift not in _LIKELY:
        return mismatch(spec, found, "E527", _REMEDY)
    remark = Remark(
        "N542",
        f"số {found} trong ô không định dạng ngày được đọc là ngày {day:%d/%m/%Y}",
        "Nên định dạng ô là ngày.",
    )
    return Admitted(day, (remark,))


def _typed(spec: Spec, text: str) -> Admitted:
    found = _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(bare(text))
    iso = _ISO.fullmatch(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        return mismatch(spec, quoted(text), "E527", _REMEDY)
    try:
        value = date(year, month, day)
    except ValueError:
        return faulty("E527", f"{quoted(text)} không phải là một ngày có thật", _REMEDY)
    if value.year not in _YEARS:
        return faulty("E527", f"{quoted(text)} có năm ngoài khoảng 1900–2100", _REMEDY)
    remark = Remark(
        "N542",
        f"chữ {quoted(text)} được đọc là ngày {value:%d/%m/%Y}",
        "Nên nhập bằng kiểu ngày thay cho chữ.",
    )
    return Admitted(value, (remark,))
