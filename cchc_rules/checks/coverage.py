"""KIỂM THỬ in: W330, one line on the rows and conditions that none of them reaches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.checks.subject import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.checks.subject import Subject
    from cchc_rules.model import RuleSet
    from cchc_rules.scenarios.coverage import Try

_MOST_LINES = 10


def scenarios_cover(subject: Subject) -> Iterator[Finding]:
    """W330: each row, zero condition and exemption is met by some KIỂM THỬ."""
    rules = subject.rules
    if rules.incomplete or _lacks_a_value(subject):
        return
    from cchc_rules.scenarios.coverage import coverage

    found = coverage(rules, _tries(rules))
    if not found.missed:
        return
    lines = sorted({spot.place.line for spot in found.missed})
    shown = ", ".join(map(str, lines[:_MOST_LINES]))
    more = f" và {len(lines) - _MOST_LINES} dòng khác" if len(lines) > _MOST_LINES else ""
    yield Finding(
        "W330",
        rules.place,
        "",
        f"KIỂM THỬ chưa chạm tới {len(found.missed)} trên {len(found.spots)} dòng chấm, "
        f"điều kiện 0 điểm và trường hợp không áp dụng: dòng {shown}{more}.",
        "Thêm KIỂM THỬ cho các dòng này; `cchc test` chạy và đối chiếu kết quả.",
    )


def _lacks_a_value(subject: Subject) -> bool:
    parameters = subject.rules.parameters.values()
    return any(each.of(kind) is None for each in parameters for kind in subject.kinds)


def _tries(rules: RuleSet) -> list[Try]:
    scenarios = [each for each in rules.scenarios if each.year == rules.year]
    if not scenarios:
        return []
    # Imported here, so that `check` starts fast where there is nothing to run.
    from cchc_rules.evaluation import compile_rules
    from cchc_rules.scenarios.settings import traces

    program = compile_rules(rules)
    return [partial(traces, program, each) for each in scenarios]
