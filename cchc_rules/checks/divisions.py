"""Divisions in: W350 for a denominator that may be 0 where no line says what then holds."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from cchc_rules.checks.figures import named_in, walk
from cchc_rules.checks.intervals import point
from cchc_rules.checks.sites import conditions, sums, tests_of
from cchc_rules.checks.subject import Finding
from cchc_rules.checks.worlds import Worlds, holds
from cchc_rules.model import Arithmetic, Cases, ComputedRef, Condition, ItemRef
from cchc_rules.numeric import ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.checks.sites import Sum
    from cchc_rules.checks.subject import Kinds, Subject
    from cchc_rules.diagnostics import Span
    from cchc_rules.model import Computed, Expression


def divisions_say_what_zero_means(subject: Subject) -> Iterator[Finding]:
    """W350: each denominator is never 0, or the line or the leaf says what then holds."""
    yield from _in_formulas(subject)
    for leaf in subject.rules.root.leaves():
        for found in sums(leaf):
            for alike in subject.alike(subject.kinds_of(leaf)):
                below = next(_unguarded(found, subject.ranges(alike)), None)
                if below is not None:
                    kinds = subject.kinds_of(leaf)
                    yield _finding(found.place, leaf.code, below, _MOVE, (alike, kinds))
    for site in conditions(subject):
        for alike in subject.alike(site.kinds):
            ranges = subject.ranges(alike)
            for test in tests_of(site.condition):
                for below in _may_be_zero(test, ranges):
                    place = site.condition.place
                    yield _finding(place, site.owner, below, _MOVE, (alike, site.kinds))


_MOVE = (
    "Đặt phép chia vào một dòng TÍNH và ghi ở đó "
    "“, nếu mẫu bằng 0: không áp dụng”, “… điểm tối đa” hoặc “… 0 điểm”."
)
_SAY = "Thêm “, nếu mẫu bằng 0: không áp dụng”, “… điểm tối đa” hoặc “… 0 điểm” vào cuối dòng TÍNH."


def _finding(
    place: Span, owner: str, denominator: Expression, remedy: str, kinds: tuple[Kinds, Kinds]
) -> Finding:
    match denominator:
        case ItemRef(item):
            what = f"Khi {item.name} bằng 0"
        case ComputedRef(computed):
            what = f"Khi {computed.name} bằng 0"
        case _:
            what = "Khi mẫu số bằng 0"
    message = f"{what} thì phép chia này là lỗi: chưa có chỗ nào nói khi đó tính thế nào."
    return Finding("W350", place, owner, message, remedy, *kinds)


@record()
class _Uses:
    """Where each TÍNH is named, by folded name."""

    elsewhere: frozenset[str]
    """Those that a condition or another TÍNH names."""
    by_leaf: Mapping[str, Sequence[Sum]]


def _uses(subject: Subject) -> _Uses:
    tests = [test for site in conditions(subject) for test in tests_of(site.condition)]
    tests += [computed.formula for computed in subject.rules.computed.values()]
    by_leaf: dict[str, list[Sum]] = {}
    for leaf in subject.rules.root.leaves():
        for found in sums(leaf):
            for figure in named_in(found.expression):
                by_leaf.setdefault(figure.key, []).append(found)
    return _Uses(frozenset(f.key for test in tests for f in named_in(test)), by_leaf)


def _in_formulas(subject: Subject) -> Iterator[Finding]:
    uses = _uses(subject)
    for computed in subject.rules.computed.values():
        if computed.on_zero is not None:
            continue
        for alike in subject.alike(subject.kinds):
            ranges = subject.ranges(alike)
            zeros = list(_may_be_zero(computed.formula, ranges))
            if zeros and not _guarded_everywhere(uses, computed, zeros, ranges):
                where = computed.place, computed.owner
                yield _finding(*where, zeros[0], _SAY, (alike, subject.kinds))


def _may_be_zero(expression: Expression, ranges: Ranges) -> Iterator[Expression]:
    """Yield the denominators inside an expression that 0 is a value of."""
    for part in walk(expression):
        match part:
            case Arithmetic("/", _, right) if ranges.of(right).common(point(ZERO)) is not None:
                yield right
            case _:
                pass


def _unguarded(found: Sum, ranges: Ranges) -> Iterator[Expression]:
    for denominator in _may_be_zero(found.expression, ranges):
        if not _guarded(denominator, found, ranges):
            yield denominator


def _guarded_everywhere(
    uses: _Uses, computed: Computed, denominators: list[Expression], ranges: Ranges
) -> bool:
    """Say whether each leaf that uses a TÍNH says what holds where its denominators are 0."""
    return computed.key not in uses.elsewhere and all(
        _guarded(denominator, found, ranges)
        for found in uses.by_leaf.get(computed.key, ())
        for denominator in denominators
    )


def _guarded(denominator: Expression, found: Sum, ranges: Ranges) -> bool:
    """Say whether a leaf never gets to a division while its denominator is 0."""
    worlds = Worlds(ranges)
    zero = worlds.lies_in(denominator, point(ZERO))
    excused = [guard.condition for guard in found.leaf.not_applicable]
    guards = [holds(worlds, condition) for condition in (*excused, *found.leaf.zero)]
    own = None
    if isinstance(found.leaf.method, Cases) and found.row is not None:
        before = takewhile(lambda row: row is not found.row, found.leaf.method.rows)
        tests = (row.test for row in before)
        guards += [holds(worlds, test) for test in tests if isinstance(test, Condition)]
        if isinstance(found.row.test, Condition):
            own = holds(worlds, found.row.test)
    situations = worlds.each()
    if situations is None or not (guards or own):
        return False
    return not any(
        zero(at) and (own is None or own(at) is not False) and not any(test(at) for test in guards)
        for at in situations
    )
