"""Survey answers: ballots one by one, or counts per option, as a tuple."""

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.facts import Fault
from cchc_rules.facts.admit.choices import find_option
from cchc_rules.facts.admit.numbers import admit_number, checked
from cchc_rules.facts.admit.spec import Admitted, Spec, faulty, mismatch, quoted
from cchc_rules.facts.admit.texts import parse_number
from cchc_rules.facts.raw import BLANK, Blank, Raw, Text
from cchc_rules.model import Special, ValueType
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.model import Value

_SEPARATED = "Ghi các phiếu cách nhau bằng dấu chấm phẩy, ví dụ 5; 4; 3."


def admit_ballots(spec: Spec, raw: Raw) -> Admitted:
    """Check the ballots of one cell; an invalid one makes the whole figure lỗi."""
    return admit_ballot_list(spec, _parts(raw))


def admit_ballot_list(spec: Spec, raws: "Sequence[Raw]") -> Admitted:
    """Check ballots that came one by one; an empty ballot is None."""
    values: list[Value | None] = []
    for place, raw in enumerate(raws, start=1):
        value = None if _is_blank(raw) else _ballot(spec, raw)
        if isinstance(value, Fault):
            return faulty("E529", f"phiếu thứ {place}: {value.reason}", _SEPARATED)
        values.append(value)
    if all(value is None for value in values):
        return Admitted(Special.MISSING)
    return Admitted(tuple(values))


def _ballot(spec: Spec, raw: Raw) -> "Value | Fault":
    text = clean(raw.value) if isinstance(raw, Text) else ""
    if spec.options:
        option = find_option(spec, text)
        return option or Fault(f"{quoted(text)} không phải là một mức đã khai báo")
    one = Spec(ValueType.NUMBER, low=spec.low, high=spec.high, step=spec.step)
    number = parse_number(text) if text else None
    found = checked(one, number) if isinstance(number, Decimal) else admit_number(one, raw)
    return found.datum if isinstance(found.datum, (Decimal, Fault)) else Fault("không phải là số")


def admit_tally(spec: Spec, raw: Raw) -> Admitted:
    """Check the counts per option of one cell: "12; 5; 3" or "Tốt: 12; Khá: 5; Kém: 3"."""
    parts = _parts(raw)
    named = [part.value.rpartition(":") for part in parts if isinstance(part, Text)]
    if len(named) == len(parts) and all(colon for _, colon, _ in named):
        return admit_tally_map(spec, {name: Text(count) for name, _, count in named})
    return admit_tally_list(spec, parts)


def admit_tally_list(spec: Spec, raws: "Sequence[Raw]") -> Admitted:
    """Check counts that come in the order of the options."""
    if all(map(_is_blank, raws)):
        return Admitted(Special.MISSING)
    if len(raws) != len(spec.options):
        found = f"{len(raws)} con số cho {len(spec.options)} mức"
        return mismatch(spec, found, "E529", "Ghi số phiếu của từng mức, mức nào không có ghi 0.")
    values: list[Decimal] = []
    for option, raw in zip(spec.options, raws, strict=True):
        count = _count(raw)
        if isinstance(count, Fault):
            return faulty("E529", f"mức “{option}”: {count.reason}",
                          "Ghi số phiếu của từng mức, mức nào không có ghi 0.")  # fmt: skip
        values.append(count)
    return Admitted(tuple(values))


def admit_tally_map(spec: Spec, raws: "Mapping[str, Raw]") -> Admitted:
    """Check counts that name their options."""
    by_option: dict[str, Raw] = {}
    for name, raw in raws.items():
        option = find_option(spec, name)
        if option is None or option in by_option:
            why = "không có trong danh sách" if option is None else "ghi hai lần"
            return faulty("E529", f"mức {quoted(clean(name))} {why}",
                          "Ghi mỗi mức một lần: " + "; ".join(spec.options) + ".")  # fmt: skip
        by_option[option] = raw
    return admit_tally_list(spec, [by_option.get(option, BLANK) for option in spec.options])


def _count(raw: Raw) -> Decimal | Fault:
    if _is_blank(raw):
        return Fault("thiếu số phiếu")
    text = clean(raw.value) if isinstance(raw, Text) else ""
    number = parse_number(text) if text else None
    spec = Spec(ValueType.COUNT)
    found = checked(spec, number) if isinstance(number, Decimal) else admit_number(spec, raw)
    return found.datum if isinstance(found.datum, (Decimal, Fault)) else Fault("không phải là số")


def _parts(raw: Raw) -> list[Raw]:
    if not isinstance(raw, Text):
        return [raw]
    text = raw.value.replace("\n", ";").removesuffix(";")
    return [Text(part) for part in text.split(";")]


def _is_blank(raw: Raw) -> bool:
    return isinstance(raw, Blank) or (isinstance(raw, Text) and not clean(raw.value))
