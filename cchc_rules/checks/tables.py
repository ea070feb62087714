"""Every `chấm theo` in: its rows proved over all values of the argument: E310-E313, W314."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.balance import blamed_leaves
from cchc_rules.checks.bands import Band, Flaw, Scale, flaws
from cchc_rules.checks.figures import figures_in
from cchc_rules.checks.outcomes import Scored, above_maximum, never_full, scored, uneven
from cchc_rules.checks.ranges import type_of
from cchc_rules.checks.subject import Finding
from cchc_rules.checks.wording import listed, quoted
from cchc_rules.model import (
    Cases,
    ComputedRef,
    ItemRef,
    ParameterRef,
    Range,
    Table,
    ValueType,
)
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.checks.intervals import Interval
    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.checks.subject import Kinds, Subject
    from cchc_rules.model import Expression, Leaf, Row


_MOST_ROWS = 300
"""Longer tables are no table that people wrote; they are not looked into."""


def rows_are_sound(subject: Subject) -> Iterator[Finding]:
    """Check the rows of every leaf for the kinds that are scored by it."""
    blamed = blamed_leaves(subject)
    for leaf in subject.rules.root.leaves():
        kinds = subject.kinds_of(leaf)
        for alike in subject.alike(kinds, leaf.maximum):
            told_elsewhere = (leaf.code, leaf.maximum.of(alike[0])) in blamed
            for flaw in _flaws(subject, leaf, alike, told_elsewhere=told_elsewhere):
                yield Finding(
                    flaw.code, flaw.place, leaf.code, flaw.message, flaw.remedy, alike, kinds
                )


def _flaws(subject: Subject, leaf: Leaf, alike: Kinds, *, told_elsewhere: bool) -> list[Flaw]:
    """Return what is wrong; `told_elsewhere`: that rows and maximum differ is told at the sum."""
    ranges, maximum = subject.ranges(alike), leaf.maximum.of(alike[0])
    whole = leaf.code not in subject.rules.incomplete
    found = [] if told_elsewhere else list(above_maximum(leaf, maximum))
    rows: list[Scored] = []
    match leaf.method:
        case Table(argument, rows_of_table):
            known = not (subject.rules.incomplete & _owners(argument))
            scale = _scale(leaf.method, ranges) if len(rows_of_table) <= _MOST_ROWS else None
            if scale is not None:
                found += flaws(scale, whole=whole and known)
                rows = _rows_in_order(rows_of_table, scale, maximum, ranges)
            else:
                found += _named_rows(argument, rows_of_table) if whole else []
                rows = [scored(row, None, maximum, ranges) for row in rows_of_table]
        case Cases(rows_of_cases):
            rows = [scored(row, None, maximum, ranges) for row in rows_of_cases]
        case _:
            pass
    if whole and not found:
        found += uneven(rows)
    if whole and not found and not told_elsewhere:
        found += never_full(leaf, rows, maximum)
    return found


def _owners(argument: Expression) -> set[str]:
    """Return the headings whose lost lines could change what the argument may be."""
    return {figure.owner for figure in figures_in(argument)}


def _scale(table: Table, ranges: Ranges) -> Scale | None:
    """Return the rows as intervals; None if they are names, or if an end is not known."""
    bands = []
    type_ = type_of(table.argument)
    for row in table.rows:
        match row.test:
            case None:
                bands.append(Band(None, row.text, row.place))
            case Range() as range_:
                interval = ranges.interval(range_)
                if interval is None:
                    return None
                bands.append(Band(interval, row.text, row.place, parameters=_parameters(range_)))
                type_ = type_of(range_.low if range_.low is not None else range_.high)
            case _:
                return None
    if all(band.interval is None for band in bands):
        return None
    domain = ranges.of(table.argument)
    in_order = type_ is ValueType.DATE
    return Scale(tuple(bands), domain, type_, _figure(table.argument), in_order)


def _parameters(range_: Range) -> frozenset[str]:
    ends = (range_.low, range_.high)
    return frozenset(end.parameter.key for end in ends if isinstance(end, ParameterRef))


def _figure(argument: Expression) -> str:
    match argument:
        case ItemRef(item):
            return item.name
        case ComputedRef(computed):
            return computed.name
        case _:
            return "biểu thức được chấm"


def _rows_in_order(
    rows: Sequence[Row], scale: Scale, maximum: Decimal, ranges: Ranges
) -> list[Scored]:
    """Return each row with the values that are left to it; a divided rest has no order."""
    taken: list[Interval] = []
    found = []
    for row, band in zip(rows, scale.bands, strict=True):
        interval = band.interval
        if interval is None:
            others = [other.interval for other in scale.bands if other.interval is not None]
            pieces = scale.domain.without(others)
        else:
            pieces = tuple(
                part
                for piece in scale.domain.without(taken if scale.in_order else ())
                if (part := scale.domain.grid.fit(piece.meet(interval))) is not None
            )
            taken.append(interval)
        values = pieces[0] if len(pieces) == 1 else None
        found.append(scored(row, values, maximum, ranges))
    return found


def _named_rows(argument: Expression, rows: Sequence[Row]) -> Iterator[Flaw]:
    """Check rows that name the options of a choice, or có and không."""
    seen: set[str] = set()
    rest: Row | None = None
    late: Row | None = None
    for row in rows:
        late = row if rest is not None and late is None else late
        match row.test:
            case None:
                rest = rest or row
            case bool() | str() as test:
                key = fold_title(_option(test))
                if key in seen:
                    yield _twice(row, _option(test))
                seen.add(key)
            case _:
                return
    if late is not None:
        yield Flaw(
            "E313",
            late.place,
            f"Dòng {quoted(late.text)} đứng sau “còn lại” nên không bao giờ được xét.",
            "Chuyển dòng “còn lại” xuống cuối.",
        )
        return
    options = _options(argument)
    absent = [option for option in options if fold_title(option) not in seen]
    if rest is not None and options and not absent:
        yield Flaw(
            "E313",
            rest.place,
            "Dòng “còn lại” không bao giờ được dùng: các dòng trên đã gồm mọi lựa chọn.",
            "Bỏ dòng “còn lại”.",
        )
    if rest is None and absent:
        names = listed(map(quoted, absent))
        yield Flaw(
            "E312",
            rows[-1].place,
            f"Không dòng nào nhận {names} của {_figure(argument)}.",
            f"Thêm dòng cho {names}, hoặc dòng “còn lại: …”.",
        )


def _twice(row: Row, option: str) -> Flaw:
    return Flaw(
        "E310",
        row.place,
        f"Dòng {quoted(row.text)} trùng với một dòng ở trên: cùng nhận {quoted(option)}.",
        "Bỏ một trong hai dòng, hoặc sửa tên mức.",
    )


def _option(test: str | bool) -> str:
    if isinstance(test, str):
        return test
    return "có" if test else "không"


def _options(argument: Expression) -> tuple[str, ...]:
    match argument:
        case ItemRef(item) if item.type is ValueType.CHOICE:
            return item.options
        case ItemRef() | ComputedRef() if type_of(argument) is ValueType.BOOL:
            return "có", "không"
        case _:
            return ()
