"""Exact numbers: how they are rounded, compared and written in Vietnamese."""

from decimal import (
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

EXACT = Context(prec=40, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The arithmetic of every score: enter it with `decimal.localcontext(EXACT)`."""

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
INFINITY = Decimal("Infinity")
"""The end of a range that nothing bounds; no score is infinite."""
LARGEST = Decimal(10) ** 15
"""Cells hold 15 significant digits: a figure of this size or more is not exact."""

_TENTH_DIGIT = Decimal("1E-10")
_UNITS = tuple(Decimal(1).scaleb(-digits) for digits in range(16))


def settle(value: Decimal) -> Decimal:
    """Round half up to 10 decimals, as every value is before it is compared or published."""
    try:
        return value.quantize(_TENTH_DIGIT, ROUND_HALF_UP)
    except InvalidOperation:
        if value.is_infinite():
            return value
        raise


def publish(value: Decimal, digits: int) -> Decimal:
    """Round once, half up (away from zero), to `digits` decimals."""
    settled = settle(value)
    try:
        return settled.quantize(_UNITS[digits], ROUND_HALF_UP)
    except InvalidOperation:
        if settled.is_infinite():
            return settled
        raise


def whole_part(value: Decimal) -> Decimal:
    """Return the largest whole number that is not above `value` (phần nguyên)."""
    return settle(value).to_integral_value(ROUND_FLOOR)


def from_double(value: float) -> Decimal:
    """Read a cell's double as the shortest decimal of at most 15 digits."""
    return Decimal(f"{value:.15g}")


def plain(value: Decimal) -> str:
    """Write `value` for software: no exponent, no needless zero ("0.965")."""
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def vietnamese(value: Decimal, digits: int | None = None, *, grouped: bool = True) -> str:
    """Write `value` for people: decimal comma, thousands dot, `digits` decimals if given."""
    if value.is_infinite():
        return "∞" if value > 0 else "-∞"
    text = f"{publish(value, digits):f}" if digits is not None else plain(settle(value))
    text = text if text.strip("-0.") else text.lstrip("-")
    sign, number = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, decimals = number.partition(".")
    if grouped:
        whole = f"{int(whole):,}".replace(",", ".")
    return sign + whole + ("," + decimals if decimals else "")


def spread(low: Decimal, high: Decimal, digits: int) -> str:
    """Write published ends for people: `16,18–16,76`, or `≥ 16,18` where nothing bounds it."""
    if high == INFINITY:
        return "chưa rõ" if low == -INFINITY else f"≥ {vietnamese(low, digits)}"
    if low == -INFINITY:
        return f"≤ {vietnamese(high, digits)}"
    least, most = vietnamese(low, digits), vietnamese(high, digits)
    return least if least == most else f"{least}–{most}"
