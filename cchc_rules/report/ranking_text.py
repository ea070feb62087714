"""A ranking in, what a terminal shows of it out: the table, then what can be said of all."""

from operator import attrgetter
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import UnitStatus
from cchc_rules.numeric import HUNDRED
from cchc_rules.ranking.fields import heading_scores, main_headings, points_of
from cchc_rules.report.gaps import gap_text, gaps
from cchc_rules.report.history_text import history_lines, rise_figure, signed_span
from cchc_rules.report.numbers import places_text, span_text
from cchc_rules.report.screen import Style, fold, printable
from cchc_rules.report.tables import Cell, Column, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.results import ClassCount, Cohort, RankedUnit, Ranking
    from cchc_rules.report.screen import Screen

    _Choice = tuple[bool, Column, Callable[[RankedUnit], str | Cell]]
    """Whether a column is wanted, and what it says of a unit."""

_MOST_FIELDS = 12
_MOST_WAITING = 20
_MOST_NAMED = 3
_STATUS_WORDS = {
    UnitStatus.COMPLETE: "",
    UnitStatus.INCOMPLETE: "thiếu số liệu",
    UnitStatus.ERROR: "có số liệu lỗi",
    UnitStatus.NOT_SCORED: "không có gì để chấm",
}


def ranking_lines(
    ranking: "Ranking", screen: "Screen", *, places: bool = True, most: int | None = None
) -> "Iterator[str]":
    """Yield the table of every cohort and its summary.

    `places`: with ranks and classes. `most`: only so many units are shown.
    """
    for cohort in ranking.cohorts:
        members = _members(ranking, cohort)
        yield from _kind_line(cohort, screen)
        if members:
            yield from lay_out(*_table(ranking, members[:most], places=places), screen)
            if most is not None and len(members) > most:
                yield f"… và {len(members) - most} đơn vị nữa"
            yield ""
        else:
            yield "Không có đơn vị nào."
        yield from _summary(ranking, cohort, screen, places=places)


def summary_lines(ranking: "Ranking", screen: "Screen") -> "Iterator[str]":
    """Yield the summary of every cohort, without its table."""
    for cohort in ranking.cohorts:
        yield from _kind_line(cohort, screen)
        yield from _summary(ranking, cohort, screen)


def gap_lines(ranking: "Ranking", screen: "Screen") -> "Iterator[str]":
    """Yield the units whose points are still open, with the cells that keep them so."""
    statuses = {UnitStatus.INCOMPLETE, UnitStatus.ERROR}
    waiting = [unit for unit in ranking.units if unit.entry.status in statuses]
    if not waiting:
        return
    yield screen.paint(f"{len(waiting)} đơn vị chưa đủ số liệu hoặc có số liệu lỗi:", Style.STRONG)
    for unit in waiting[:_MOST_WAITING]:
        own = unit.assessment
        text = f"{unit.name}: {gap_text(own, gaps(own))}"
        yield fold(printable(text), screen)
    if len(waiting) > _MOST_WAITING:
        yield f"  … và {len(waiting) - _MOST_WAITING} đơn vị nữa; tệp Excel (-o) ghi đủ."
    yield ""


def _kind_line(cohort: "Cohort", screen: "Screen") -> "Iterator[str]":
    if cohort.kind:
        yield screen.paint(f"Loại đơn vị: {printable(cohort.kind.replace('_', ' '))}", Style.HEAD)


def _members(ranking: "Ranking", cohort: "Cohort") -> "list[RankedUnit]":
    if not cohort.kind:
        return list(ranking.units)
    return [unit for unit in ranking.units if unit.kind == cohort.kind]


def _table(
    ranking: "Ranking", members: "Sequence[RankedUnit]", *, places: bool
) -> "tuple[list[Column], Iterator[list[str | Cell]]]":
    """Return the columns that tell units apart, and the row of each unit, one after another."""
    digits = ranking.rules.digits
    headings = main_headings(ranking.rules)
    codes = [heading.code for heading in headings] if len(headings) <= _MOST_FIELDS else []
    chosen = [
        (column, make)
        for wanted, column, make in (
            *_standing_columns(ranking.rules, members, places=places),
            *_change_columns(members, digits),
        )
        if wanted
    ]
    columns = [column for column, _ in chosen]
    columns += [Column(code, right=True, optional=True) for code in codes]
    return columns, (
        [*(make(unit) for _, make in chosen), *_fields(unit, codes, digits)] for unit in members
    )


def _standing_columns(
    rules: "RuleSet", members: "Sequence[RankedUnit]", *, places: bool
) -> "Iterator[_Choice]":
    """Yield where each unit stands; a column that says the same of all is not wanted."""
    ranked = places and any(unit.places for unit in members)
    yield ranked, Column("Hạng", right=True), lambda unit: places_text(unit.places)
    yield True, Column("Đơn vị", flexible=True), attrgetter("name")
    several = len({unit.kind for unit in members}) > 1
    yield several, Column("Loại"), lambda unit: unit.kind.replace("_", " ")
    yield True, Column("Điểm", right=True), lambda unit: _total(unit, rules.digits)
    percents = any(unit.entry.maximum != HUNDRED for unit in members)
    tell = Column("Tỷ lệ %", right=True)
    yield percents, tell, lambda unit: span_text(unit.percent, rules.digits)
    classed = places and any(unit.classes for unit in members)
    yield classed, Column("Xếp loại", flexible=True), lambda unit: _classes(unit, rules)
    noted = any(map(note_of, members))
    yield noted, Column("Ghi chú", flexible=True), lambda unit: Cell(note_of(unit), Style.FAIR)


def _change_columns(members: "Sequence[RankedUnit]", digits: int) -> "Iterator[_Choice]":
    """Yield what changed since the year before, where any unit knows."""
    changes = (unit.history.change for unit in members if unit.history is not None)
    year = next((change.year for change in changes if change is not None), None)
    known = year is not None
    yield known, Column(f"± % so {year}", right=True), lambda unit: _change(unit, digits)
    yield known, Column("± hạng", right=True), _rise


def _fields(unit: "RankedUnit", codes: "Sequence[str]", digits: int) -> "Iterator[str]":
    for score in heading_scores(unit.assessment, codes) if codes else ():
        yield span_text(points_of(score), digits)


def _change(unit: "RankedUnit", digits: int) -> str:
    change = unit.history.change if unit.history is not None else None
    return (signed_span(change.percent, digits) if change is not None else "") or "–"


def _rise(unit: "RankedUnit") -> str:
    change = unit.history.change if unit.history is not None else None
    return rise_figure(change.rise) if change is not None else "–"


def _total(unit: "RankedUnit", digits: int) -> Cell:
    return Cell(span_text(unit.total, digits), Style.STRONG if unit.known else Style.FAIR)


def _classes(unit: "RankedUnit", rules: "RuleSet") -> Cell:
    if len(unit.classes) != 1:
        return Cell(" / ".join(unit.classes) or "–", Style.FAIR)
    scale = rules.classification_for(unit.kind)
    names = list(dict.fromkeys(band.name for band in scale.bands)) if scale else []
    styles = dict.fromkeys(names, Style.PLAIN) | {names[-1]: Style.BAD, names[0]: Style.GOOD}
    return Cell(unit.classes[0], styles[unit.classes[0]])


def note_of(unit: "RankedUnit") -> str:
    """Return what sets the unit apart: figures that are missing or wrong, no place."""
    words = [_STATUS_WORDS[unit.entry.status]]
    if unit.entry.ranked is False:
        words.append("không xếp hạng")
    if unit.entry.ranked is None:
        words.append("chưa rõ có được xếp hạng")
    return "; ".join(word for word in words if word)


def _summary(
    ranking: "Ranking", cohort: "Cohort", screen: "Screen", *, places: bool = True
) -> "Iterator[str]":
    if cohort.mean is None:
        return
    digits = ranking.rules.digits
    mean = span_text(cohort.mean, digits)
    counted = f"{cohort.units} đơn vị"
    if places and cohort.ranked != cohort.units:
        counted += f", {cohort.ranked} được xếp hạng"
    yield fold(f"Trung bình {mean}% · {counted}", screen, "")
    if places and (ends := _ends(_members(ranking, cohort), digits)):
        yield fold(printable(ends), screen, "")
    counts = " · ".join(_count(count) for count in cohort.classes if count.possible)
    if places and counts:
        yield fold(f"Xếp loại: {counts}", screen, "")
    if places:
        for line in history_lines(_members(ranking, cohort), digits):
            yield fold(printable(line), screen, "")
    yield ""


def _ends(members: "Sequence[RankedUnit]", digits: int) -> str:
    """Return who is surely first and who is surely last, with their percents."""
    ranked = [unit for unit in members if unit.places is not None]
    if any(unit.places is None or not unit.places.known for unit in ranked):
        return ""
    percents = [unit.percent.low for unit in ranked if unit.percent is not None]
    if len(set(percents)) < 2:  # noqa: PLR2004
        return ""
    told = []
    for word, end in (("Cao nhất", max(percents)), ("thấp nhất", min(percents))):
        equal = [unit for unit, own in zip(ranked, percents, strict=True) if own == end]
        names = ", ".join(unit.name for unit in equal[:_MOST_NAMED])
        more = f" và {len(equal) - _MOST_NAMED} đơn vị nữa" if len(equal) > _MOST_NAMED else ""
        told.append(f"{word} {names}{more} ({span_text(equal[0].percent, digits)}%)")
    return ", ".join(told)


def _count(count: "ClassCount") -> str:
    span = str(count.sure) if count.sure == count.possible else f"{count.sure}–{count.possible}"
    return f"{count.name} {span}"


def field_lines(ranking: "Ranking", screen: "Screen") -> "Iterator[str]":
    """Yield the mean of each field, which are highest and lowest, and who is last in it."""
    for cohort in ranking.cohorts:
        if len(cohort.fields) < 2:  # noqa: PLR2004
            continue
        marks = _extremes(cohort)
        last = _last_by_field(_members(ranking, cohort))
        columns = [
            Column("Mã"),
            Column("Nội dung", flexible=True),
            Column("Trung bình %", right=True),
            *([Column("")] if marks else ()),
            Column("Đơn vị thấp nhất", flexible=True),
        ]
        rows: list[list[str | Cell]] = [
            [
                field.code,
                field.title,
                span_text(field.mean, ranking.rules.digits),
                *([marks.get(field.code, "")] if marks else ()),
                ", ".join(last.get(field.code, ())),
            ]
            for field in cohort.fields
        ]
        yield from lay_out(columns, rows, screen)
        yield ""


def _extremes(cohort: "Cohort") -> dict[str, Cell]:
    """Mark the fields that surely have the highest and the lowest means."""
    highest = dict.fromkeys(cohort.highest, Cell("cao nhất", Style.GOOD))
    return highest | dict.fromkeys(cohort.lowest, Cell("thấp nhất", Style.BAD))


def _last_by_field(units: "Sequence[RankedUnit]") -> dict[str, list[str]]:
    last: dict[str, list[str]] = {}
    for unit in units:
        for code in unit.lowest_in:
            last.setdefault(code, []).append(unit.name)
    return last
