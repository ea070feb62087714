"""Counts, numbers and percents: a raw value in, a checked Decimal or a lỗi out."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.facts.admit.dates import written
from cchc_rules.facts.admit.spec import (
    Admitted,
    Remark,
    Spec,
    faulty,
    mismatch,
    number,
    percent,
    quoted,
)
from cchc_rules.facts.admit.texts import Ambiguous, parse_number
from cchc_rules.facts.raw import Day, Number, Shown, Text, Truth
from cchc_rules.model import ValueType
from cchc_rules.text import clean

if TYPE_CHECKING:
    from cchc_rules.facts.raw import Raw

_TOP = numeric.LARGEST - 1
_ONE_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
"""As a count it can only be meant as English writes thousands, which Vietnamese does not."""
_PERCENT_TOP = Decimal(10)
"""1000 %: a percent cell above it is told, as 85 typed where 85 % was meant."""


def straight(spec: Spec, shown: Shown) -> tuple[Decimal, Decimal] | None:
    """Return the interval in which every stored number is good as it is, None if there is none."""
    low = -_TOP if spec.least is None else spec.least
    high = _TOP if spec.high is None else spec.high
    if spec.step is not None or shown is Shown.DATE:
        return None
    match spec.type, shown:
        case ValueType.NUMBER, Shown.PLAIN:
            return low, high
        case ValueType.PERCENT, Shown.PERCENT:
            return low, min(high, _PERCENT_TOP)
        case ValueType.PERCENT, _:
            return max(low, -numeric.ONE), min(high, numeric.ONE)
        case _:
            return None


def admit_number(spec: Spec, raw: "Raw") -> Admitted:
    """Check a count, number or percent."""
    match raw:
        case Number(value, shown, shift):
            return _stored(spec, value, shown, shift)
        case Text(value):
            return _typed(spec, clean(value))
        case Day(value):
            return mismatch(spec, f"ngày {value:%d/%m/%Y}")
        case Truth(value):
            return mismatch(spec, "TRUE" if value else "FALSE")
        case _:
            return mismatch(spec, "ô trống")


def _stored(spec: Spec, value: Decimal, shown: Shown, shift: int) -> Admitted:
    if abs(value) >= numeric.LARGEST:
        return _too_large()
    if shown is Shown.DATE:
        remedy = "Đặt định dạng ô là số (Number) rồi nhập lại con số."
        return mismatch(spec, f"ô định dạng ngày, hiện {written(value, shift)}", remedy=remedy)
    if spec.type is ValueType.PERCENT:
        return _percent(spec, value, formatted=shown is Shown.PERCENT)
    if shown is Shown.PERCENT:
        remark = Remark(
            "N545",
            f"ô hiện {percent(value)} được đọc là {spec.write(value)}, "
            "vì đây không phải tỷ lệ phần trăm",
            "Đặt định dạng ô là số (Number) và kiểm tra lại con số.",
        )
        return checked(spec, value, (remark,))
    return checked(spec, value)


def _typed(spec: Spec, text: str) -> Admitted:
    signed = text.endswith("%")
    found = parse_number(text.removesuffix("%").rstrip())
    if spec.type is ValueType.COUNT and _ONE_COMMA.fullmatch(text):
        whole = text.replace(",", "")
        why = f"{quoted(text)} có thể là {whole} hoặc {text.rstrip('0').rstrip(',')}"
        return faulty("E524", why, "Nhập lại bằng số (không phải chữ), không ngăn hàng nghìn.")
    if found is None or (signed and spec.type is not ValueType.PERCENT):
        return mismatch(spec, quoted(text))
    if isinstance(found, Ambiguous):
        return faulty("E524", f"{quoted(text)} {found.why}", found.remedy)
    if abs(found) >= numeric.LARGEST:
        return _too_large()
    value = found / numeric.HUNDRED if signed else found
    remark = Remark(
        "N541" if signed else "N540",
        f"chữ {quoted(text)} được đọc là {spec.write(value)}",
        "Nên nhập bằng số thay cho chữ.",
    )
    if spec.type is ValueType.PERCENT:
        return _percent(spec, value, formatted=signed, remarks=(remark,))
    return checked(spec, value, (remark,))


def _percent(
    spec: Spec, value: Decimal, *, formatted: bool, remarks: tuple[Remark, ...] = ()
) -> Admitted:
    """A percent is a fraction: without a % sign, what is above 1 may be percent or fraction."""
    if formatted or abs(value) <= numeric.ONE:
        if value > _PERCENT_TOP and spec.high is None:
            remarks += (_huge(spec, value),)
        return checked(spec, value, remarks)
    bound = spec.high if value > 0 else spec.low
    if bound is None or abs(bound) < abs(value):
        found = number(value)
        return faulty(
            "E523",
            f"{found} không có dấu %, không rõ là {found}% hay {spec.write(value)}",
            f"Nhập {found}% nếu là {found} phần trăm (ô định dạng phần trăm).",
        )
    remark = Remark(
        "N541",
        f"{number(value)} không có dấu % được đọc là {spec.write(value)}, "
        "vì khoảng khai báo cho phép",
        "Nên định dạng ô là phần trăm.",
    )
    return checked(spec, value, (*remarks, remark))


def _huge(spec: Spec, value: Decimal) -> Remark:
    return Remark(
        "W523",
        f"tỷ lệ {spec.write(value)} lớn khác thường",
        "Kiểm tra xem có nhập thừa 100 lần không (85 thay cho 85%).",
    )


def _too_large() -> Admitted:
    return faulty(
        "E522",
        "số có từ 16 chữ số trở lên, bảng tính không giữ được chính xác",
        "Kiểm tra lại con số hoặc dùng đơn vị tính lớn hơn.",
    )


def checked(spec: Spec, value: Decimal, remarks: tuple[Remark, ...] = ()) -> Admitted:
    """Check size, wholeness, range and step of a number that was read."""
    if abs(value) >= numeric.LARGEST:
        return _too_large()
    if spec.type is ValueType.COUNT and value != value.to_integral_value():
        return mismatch(spec, spec.write(value), "E522", "Nhập số nguyên, không có phần thập phân.")
    least = spec.least
    if (least is not None and value < least) or (spec.high is not None and value > spec.high):
        remedy = "Kiểm tra lại số liệu và đơn vị tính."
        return mismatch(spec, spec.write(value), "E521", remedy)
    if spec.step is not None and (value - (spec.low or numeric.ZERO)) % spec.step:
        step = spec.write(spec.step)
        return faulty("E522", f"{spec.write(value)} không đúng bước {step}",
                      f"Nhập một số theo bước {step}.")  # fmt: skip
    return Admitted(value, remarks)
