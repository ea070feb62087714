"""Dates in: W340 for a deadline that was left in another year than the one assessed."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from cchc_rules.checks.sites import conditions
from cchc_rules.checks.subject import Finding
from cchc_rules.checks.wording import quoted
from cchc_rules.model import Cases, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.checks.subject import Subject
    from cchc_rules.diagnostics import Span
    from cchc_rules.model import Parameter, RuleSet

_LITERAL = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")


def deadlines_are_of_the_year(subject: Subject) -> Iterator[Finding]:
    """W340: a date with its year written out is of the year assessed, or in `kỳ số liệu`."""
    rules = subject.rules
    for place, owner, text in _texts(subject):
        for match in _LITERAL.finditer(text):
            day, month, year = map(int, match.groups())
            if not _fits(rules, year, month, day):
                yield _finding(rules, place, owner, quoted(text), match.group())
                break
    for parameter in rules.parameters.values():
        for value in _dates_of(parameter):
            if not _fits(rules, value.year, value.month, value.day):
                what = f"Tham số {parameter.name}"
                yield _finding(rules, parameter.place, "", what, f"{value:%d/%m/%Y}")
                break


def _texts(subject: Subject) -> Iterator[tuple[Span, str, str]]:
    rows: set[Span] = set()
    for leaf in subject.rules.root.leaves():
        if isinstance(leaf.method, Table | Cases):
            for row in leaf.method.rows:
                rows.add(row.place)
                yield row.place, leaf.code, row.text
    for site in conditions(subject):
        if site.condition.place not in rows:
            yield site.condition.place, site.owner, site.condition.text


def _dates_of(parameter: Parameter) -> Iterator[date]:
    """Yield the parameter's dates of the year, unless they are written relative to it."""
    if parameter.text and not _LITERAL.search(parameter.text):
        return
    for value in (parameter.value, *parameter.by_kind.values()):
        if isinstance(value, date):
            yield value


def _fits(rules: RuleSet, year: int, month: int, day: int) -> bool:
    if year == rules.year:
        return True
    if rules.period is None:
        return False
    first, last = rules.period
    return first.timetuple()[:3] <= (year, month, day) <= last.timetuple()[:3]


def _finding(rules: RuleSet, place: Span, owner: str, what: str, written: str) -> Finding:
    year = int(written.rpartition("/")[2])
    word = {-1: "năm trước", 1: "năm sau"}.get(year - rules.year, "năm nay")
    day, month = written.split("/")[:2]
    return Finding(
        "W340",
        place,
        owner,
        f"{what} ghi ngày {written}, ngoài năm {rules.year} đang đánh giá.",
        f"Sửa lại năm; nếu là mốc hằng năm thì ghi “{day}/{month} {word}” để năm nào cũng đúng; "
        "nếu đúng là ngày này thì khai “kỳ số liệu” gồm cả ngày đó.",
    )
