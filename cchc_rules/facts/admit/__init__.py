"""The one place where a raw value becomes a checked figure, with a remark for all that is odd."""

from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_rules.facts.admit.ballots import (
    admit_ballot_list,
    admit_ballots,
    admit_tally,
    admit_tally_list,
    admit_tally_map,
)
from cchc_rules.facts.admit.choices import admit_bool, admit_choice, admit_text
from cchc_rules.facts.admit.dates import admit_date
from cchc_rules.facts.admit.numbers import admit_number, straight
from cchc_rules.facts.admit.spec import Admitted, Remark, Spec, faulty, quoted
from cchc_rules.facts.raw import Blank, Failure, Pending, Raw, Text
from cchc_rules.model import Special, ValueType
from cchc_rules.text import bare, clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.model import DataItem, Manual, RuleSet

__all__ = [
    "Admitted",
    "Remark",
    "Spec",
    "admit",
    "admit_ballot_list",
    "admit_tally_list",
    "admit_tally_map",
    "manual_spec",
    "markable",
    "spec_of",
    "straight",
]

_READERS: "dict[ValueType, Callable[[Spec, Raw], Admitted]]" = {
    ValueType.BOOL: admit_bool,
    ValueType.COUNT: admit_number,
    ValueType.NUMBER: admit_number,
    ValueType.PERCENT: admit_number,
    ValueType.DATE: admit_date,
    ValueType.CHOICE: admit_choice,
    ValueType.TEXT: admit_text,
    ValueType.BALLOTS: admit_ballots,
    ValueType.TALLY: admit_tally,
}
_DASHES = frozenset("-–—−")
_NOT_APPLICABLE = frozenset({"khong ap dung", "n/a", "kad"})
_MISSING = Admitted(Special.MISSING)


@lru_cache(maxsize=4096)
def spec_of(item: "DataItem", *, marks: bool = False) -> Spec:
    """Return what a figure of `item` must be; `marks`: `-` may stand for không áp dụng."""
    return Spec(item.type, item.options, item.low, item.high, item.step, marks)


def manual_spec(method: "Manual", *, marks: bool = False) -> Spec:
    """Return what a score given by the council must be."""
    return Spec(ValueType.NUMBER, (), method.low, method.high, method.step, marks)


def markable(rules: "RuleSet") -> frozenset[str]:
    """Return the keys of the figures where `-` (không áp dụng) may stand.

    Those of a leaf that units may mark, and those of a heading whose leaves all may be.
    """
    marked = (leaf for leaf in rules.root.leaves() if leaf.unit_marks)
    keys = {item.key for leaf in marked for item in leaf.items}
    for group in rules.root.groups():
        leaves = tuple(group.leaves())
        if leaves and all(leaf.unit_marks for leaf in leaves):
            keys.update(item.key for item in group.items)
    return frozenset(keys)


def admit(spec: Spec, raw: Raw) -> Admitted:
    """Turn a raw value into a checked figure; a blank is thiếu."""
    match raw:
        case Blank():
            return _MISSING
        case Pending():
            return faulty(
                "E526",
                "ô có công thức nhưng chưa có kết quả",
                "Mở tệp bằng Excel hoặc LibreOffice, tính lại rồi lưu.",
            )
        case Failure(value):
            return faulty("E525", f"ô báo lỗi {value}", "Sửa công thức hoặc nhập lại số liệu.")
        case Text(value):
            return _admit_text(spec, raw, clean(value))
        case _:
            return _READERS[spec.type](spec, raw)


def _admit_text(spec: Spec, raw: Text, text: str) -> Admitted:
    if not text:
        return _MISSING
    dash = text in _DASHES
    if spec.type is ValueType.TEXT or not (dash or bare(text) in _NOT_APPLICABLE):
        return _READERS[spec.type](spec, raw)
    if not spec.marks:
        return faulty(
            "E530",
            f"{quoted(text)} (không áp dụng) không được dùng ở tiêu chí này",
            "Nhập số liệu, hoặc để trống nếu chưa có.",
        )
    if dash:
        return Admitted(Special.NOT_APPLICABLE)
    remark = Remark("N546", f"{quoted(text)} được đọc là không áp dụng", "Nên ghi dấu “-”.")
    return Admitted(Special.NOT_APPLICABLE, (remark,))
