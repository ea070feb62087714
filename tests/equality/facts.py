"""JSON facts as `cchc score` takes them in, the same as rows of forms out."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from cchc_rules.facts.kinds import find_kind, kind_in_name
from cchc_rules.functions import ErrorCell
from tests.equality.filling import Line, Made, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.functions import CellIn
    from cchc_rules.model import RuleSet

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def units_of(loaded: dict[str, Any] | list[Any], rules: RuleSet) -> list[Made]:
    """Return the units of a file of facts."""
    units = loaded if isinstance(loaded, list) else loaded["units"]
    return [_unit(one, rules) for one in units]


def _unit(given: dict[str, Any], rules: RuleSet) -> Made:
    written, kinds = given.get("kind", ""), rules.kinds
    kind = find_kind(written, kinds) if written else kind_in_name(given["name"], kinds) or kinds[0]
    assert kind is not None, f"{given['name']}: unknown kind {written}"
    lines = [line for key, value in given.get("facts", {}).items() for line in _figure(key, value)]
    previous = {f"{key}@{rules.year - 1}": one for key, one in given.get("previous", {}).items()}
    lines += [line for key, value in previous.items() for line in _figure(key, value)]
    for code, value in given.get("manual", {}).items():
        lines.append(Line(f"{code}!điểm", _cell(value), "", code, f"{code}!điểm"))
    for code, own in given.get("overrides", {}).items():
        fields = own if isinstance(own, dict) else {"score": own}
        lines.append(Line(f"{code}!điểm", _cell(fields.get("score")), "", code, f"{code}!điểm"))
        lines.append(Line(f"{code}!lý do", fields.get("reason")))
    lines += [Line(f"{code}!không áp dụng", "x") for code in given.get("marks", [])]
    lines += [Line(code, shows=code) for code in codes(rules)]
    # A finding names a figure of last year as `facts` spells it.
    facts = {**given.get("facts", {}), **previous}
    kept = {key: value for key, value in given.items() if key != "previous"}
    return Made(given["name"], kind, kind, lines, {**kept, "kind": kind, "facts": facts})


def _figure(key: str, value: Any) -> Iterator[Line]:  # noqa: ANN401 - as JSON has it
    if isinstance(value, dict) and not value.keys() & {"error", "na"}:
        for option, count in value.items():
            yield Line(f"{key}!{option}", _cell(count))
    else:
        yield Line(key, _cell(value), "", key, key)


def _cell(value: Any) -> CellIn:  # noqa: ANN401
    match value:
        case {"error": str() as name}:
            return ErrorCell(name)
        case {"na": True}:
            return "-"
        case list():
            return "; ".join(map(str, value))
        case str() if _NUMBER.fullmatch(value):
            return float(value)
        case str() if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(value)
