"""Conditions that decide nothing: E320 always or never true, W321 idle `trừ khi`, E313 in cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.ranges import type_of
from cchc_rules.checks.sites import conditions
from cchc_rules.checks.subject import Finding
from cchc_rules.checks.wording import EVERYTHING, interval_words, quoted
from cchc_rules.checks.worlds import Worlds, holds
from cchc_rules.model import Cases, ComputedRef, Condition, ItemRef
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.checks.sites import Site
    from cchc_rules.checks.subject import Subject
    from cchc_rules.checks.worlds import Test
    from cchc_rules.model import Row


_MOST_CASES = 50
_MOST_TRIED = 200_000
"""After so many situations nothing more is claimed: no rule set that people wrote has them."""


@record()
class _Tried:
    """What came out in all situations together."""

    situations: int
    ever: bool
    always: bool
    test_ever: bool
    exception_ever: bool
    """Whether the exception can hold while the test does."""


def conditions_decide(subject: Subject) -> Iterator[Finding]:
    """E320 and W321: each condition can be met and can fail, each exception can apply."""
    left = _MOST_TRIED
    for site in conditions(subject):
        for alike in subject.alike(site.kinds):
            ranges = subject.ranges(alike)
            tried = _try(site.condition, ranges) if left > 0 else None
            if tried is None:
                continue
            left -= tried.situations
            found = _told(site, tried, _why(site.condition, ranges))
            if found is not None:
                code, message, remedy = found
                place = site.condition.place
                yield Finding(code, place, site.owner, message, remedy, alike, site.kinds)


def _try(condition: Condition, ranges: Ranges) -> _Tried | None:
    worlds = Worlds(ranges)
    test = worlds.add(condition.test)
    unless = None if condition.unless is None else worlds.add(condition.unless)
    situations = None if worlds.variables and worlds.are_independent() else worlds.each()
    if situations is None:
        return None
    values = [(test(at), unless(at) if unless else False) for at in situations]
    return _Tried(
        len(situations),
        ever=any(met and excused is not True for met, excused in values),
        always=all(met and excused is False for met, excused in values),
        test_ever=any(met for met, _ in values),
        exception_ever=unless is None or any(met and excused for met, excused in values),
    )


def _told(site: Site, tried: _Tried, why: str) -> tuple[str, str, str] | None:
    text = quoted(site.condition.text)
    remedy = "Sửa điều kiện hoặc khoảng giá trị của số liệu; nếu không cần thì bỏ điều kiện."
    if not tried.test_ever:
        return "E320", f"Điều kiện {text} không bao giờ đúng{why}.", remedy
    if not tried.exception_ever:
        idle = f"Phần “trừ khi” của {text} không bao giờ được dùng: nó không thể đúng cùng lúc"
        remedy = "Kiểm tra lại điều kiện sau “trừ khi”, hoặc bỏ phần này."
        return "W321", f"{idle} với điều kiện đứng trước.", remedy
    if not tried.ever:
        return "E320", f"Điều kiện {text} không bao giờ đúng: “trừ khi” luôn loại bỏ nó.", remedy
    if tried.always:
        return "E320", f"Điều kiện {text} luôn đúng với mọi đơn vị{why}.", remedy
    return None


def _why(condition: Condition, ranges: Ranges) -> str:
    """Name what the figure can be, where a condition is about one figure only."""
    worlds = Worlds(ranges)
    worlds.add(condition.test)
    match [(variable.subject, variable.cuts) for variable in worlds.variables]:
        case [(ItemRef() | ComputedRef() as subject, [_])]:
            figure = subject.item if isinstance(subject, ItemRef) else subject.computed
            words = interval_words(ranges.of(subject).interval, type_of(subject))
            return "" if words == EVERYTHING else f", vì {figure.name} chỉ có thể {words}"
        case _:
            return ""


def cases_are_reached(subject: Subject) -> Iterator[Finding]:
    """E313: no case is used up by the cases before it."""
    for leaf in subject.rules.root.leaves():
        if not isinstance(leaf.method, Cases) or leaf.code in subject.rules.incomplete:
            continue
        kinds = subject.kinds_of(leaf)
        for alike in subject.alike(kinds):
            for row in _unreached(leaf.method.rows, subject.ranges(alike)):
                yield Finding(
                    "E313",
                    row.place,
                    leaf.code,
                    f"Dòng {quoted(row.text)} không bao giờ được xét: "
                    "các dòng trên đã gồm mọi trường hợp của nó.",
                    "Chuyển dòng này lên trên, sửa điều kiện, hoặc bỏ dòng này.",
                    alike,
                    kinds,
                )


def _unreached(rows: tuple[Row, ...], ranges: Ranges) -> Iterator[Row]:
    rest = next((index for index, row in enumerate(rows) if row.test is None), len(rows))
    yield from rows[rest + 1 : rest + 2]
    rows = rows[: rest + 1]
    if len(rows) > _MOST_CASES:
        return
    worlds = Worlds(ranges)
    tests = [_test_of(row, worlds) for row in rows]
    situations = worlds.each()
    if situations is None:
        return
    hits = [[test(at) for test in tests] for at in situations]
    for index, row in enumerate(rows):
        column = [values[index] for values in hits]
        if True not in column:
            continue
        if not any(values[index] and True not in values[:index] for values in hits):
            yield row
        if all(column):
            return


def _test_of(row: Row, worlds: Worlds) -> Test:
    """Return what tells whether a case holds; `còn lại` always does."""
    if not isinstance(row.test, Condition):
        return lambda _: True
    return holds(worlds, row.test)
