"""Có/không, options and text: a raw value in, the canonical spelling or a lỗi out."""

from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.facts.admit.spec import Admitted, Remark, Spec, mismatch, number, percent, quoted
from cchc_rules.facts.raw import Day, Number, Shown, Text, Truth
from cchc_rules.text import bare, clean, fold_title, nearest

if TYPE_CHECKING:
    from cchc_rules.facts.raw import Raw

_YES = frozenset({"co", "x", "✓", "✔", "dung", "true", "yes", "1"})
_NO = frozenset({"khong", "ko", "khong co", "sai", "false", "no", "0"})
_EXACT = {fold_title("có"): True, fold_title("không"): False}


def admit_bool(spec: Spec, raw: "Raw") -> Admitted:
    """Check có/không; everything but "có", "không", TRUE and FALSE is a lenient reading."""
    match raw:
        case Truth(value):
            return Admitted(value)
        case Text(value):
            return _typed_bool(spec, clean(value))
        case Number(value, Shown.PLAIN) if value in {numeric.ZERO, numeric.ONE}:
            return _lenient_bool(value == numeric.ONE, f"số {numeric.plain(value)}")
        case _:
            return mismatch(spec, _as_text(raw), "E528", "Nhập “có” hoặc “không”.")


def _typed_bool(spec: Spec, text: str) -> Admitted:
    exact = _EXACT.get(fold_title(text))
    if exact is not None:
        return Admitted(exact)
    key = bare(text)
    if key in _YES or key in _NO:
        return _lenient_bool(key in _YES, quoted(text))
    return mismatch(spec, quoted(text), "E528", "Nhập “có” hoặc “không”.")


def _lenient_bool(value: bool, found: str) -> Admitted:
    answer = "có" if value else "không"
    remark = Remark("N543", f"{found} được đọc là “{answer}”", "Nên nhập “có” hoặc “không”.")
    return Admitted(value, (remark,))


def admit_choice(spec: Spec, raw: "Raw") -> Admitted:
    """Check one of the declared options."""
    text = _as_text(raw)
    option = find_option(spec, text)
    if option is None:
        likely = nearest(text, spec.options)
        hint = f"Có phải “{likely}”? " if likely else ""
        remedy = f"{hint}Chọn đúng một mức trong danh sách."
        return mismatch(spec, quoted(text), "E528", remedy)
    if fold_title(option) == fold_title(text):
        return Admitted(option)
    remark = Remark("N544", f"{quoted(text)} được đọc là “{option}”", "Nên chọn từ danh sách.")
    return Admitted(option, (remark,))


def find_option(spec: Spec, text: str) -> str | None:
    """Return the option spelled `text`; without marks only if a single one is meant."""
    key, plain = fold_title(text), bare(clean(text))
    exact = [option for option in spec.options if fold_title(option) == key]
    if exact:
        return exact[0]
    loose = [option for option in spec.options if bare(clean(option)) == plain]
    return loose[0] if len(loose) == 1 and plain == key else None


def admit_text(spec: Spec, raw: "Raw") -> Admitted:
    """Take whatever was written as text."""
    del spec
    return Admitted(_as_text(raw))


def _as_text(raw: "Raw") -> str:
    match raw:
        case Text(value):
            return clean(value)
        case Number(value, Shown.PERCENT):
            return percent(value)
        case Number(value):
            return number(value, grouped=False)
        case Truth(value):
            return "TRUE" if value else "FALSE"
        case Day(value):
            return f"{value:%d/%m/%Y}"
        case _:
            return ""
