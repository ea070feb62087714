"""A ranking in, what a terminal shows of it out: the table, then what can be said of all."""

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
    from collections.abc import Iterator, Sequence

    from cchc_rules.model import Group, Leaf
    from cchc_rules.ranking.results import ClassCount, Cohort, RankedUnit, Ranking
    from cchc_rules.report.screen import Screen

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
    headings = main_headings(ranking.rules)
    for cohort in ranking.cohorts:
        members = _members(ranking, cohort)
        yield from _kind_line(cohort, screen)
        if members:
            yield from lay_out(*_table(members[:most], headings, places=places), screen)
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
    waiting = [unit.assessment for unit in ranking.units if unit.assessment.status in statuses]
    if not waiting:
        return
    yield screen.paint(f"{len(waiting)} đơn vị chưa đủ số liệu hoặc có số liệu lỗi:", Style.STRONG)
    for unit in waiting[:_MOST_WAITING]:
        text = f"{unit.facts.unit.name}: {gap_text(unit, gaps(unit))}"
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
    return [unit for unit in ranking.units if unit.assessment.facts.unit.kind == cohort.kind]


def _table(
    members: "Sequence[RankedUnit]", headings: "Sequence[Group | Leaf]", *, places: bool
) -> "tuple[list[Column], list[list[str | Cell]]]":
    """Return the columns that tell units apart, and a row for each unit."""
    with_places = places and any(unit.places for unit in members)
    with_classes = places and any(unit.classes for unit in members)
    with_kinds = len({unit.assessment.facts.unit.kind for unit in members}) > 1
    with_percents = any(unit.assessment.maximum != HUNDRED for unit in members)
    notes = [note_of(unit) for unit in members]
    fields = headings if len(headings) <= _MOST_FIELDS else ()
    choices: list[tuple[bool, Column, list[str | Cell]]] = [
        (with_places, Column("Hạng", right=True), [places_text(u.places) for u in members]),
        (True, Column("Đơn vị", flexible=True), [u.assessment.facts.unit.name for u in members]),
        (
            with_kinds,
            Column("Loại"),
            [u.assessment.facts.unit.kind.replace("_", " ") for u in members],
        ),
        (True, Column("Điểm", right=True), [_total(u) for u in members]),
        (with_percents, Column("Tỷ lệ %", right=True), [_percent(u) for u in members]),
        (with_classes, Column("Xếp loại", flexible=True), [_classes(u) for u in members]),
        (any(notes), Column("Ghi chú", flexible=True), [Cell(n, Style.FAIR) for n in notes]),
        *_change_columns(members),
        *_field_columns(members, fields),
    ]
    shown = [(column, cells) for wanted, column, cells in choices if wanted]
    rows = [list(row) for row in zip(*(cells for _, cells in shown), strict=True)]
    return [column for column, _ in shown], rows


def _change_columns(
    members: "Sequence[RankedUnit]",
) -> "Iterator[tuple[bool, Column, list[str | Cell]]]":
    """Yield what changed since the year before, where any unit knows."""
    changes = [unit.history.change if unit.history else None for unit in members]
    year = next((change.year for change in changes if change is not None), None)
    if year is not None:
        percents: list[str | Cell] = [
            (signed_span(change.percent, unit.assessment.rules.digits) or "–") if change else "–"
            for change, unit in zip(changes, members, strict=True)
        ]
        yield True, Column(f"± % so {year}", right=True), percents
        rises: list[str | Cell] = [rise_figure(one.rise) if one else "–" for one in changes]
        yield True, Column("± hạng", right=True), rises


def _field_columns(
    members: "Sequence[RankedUnit]", headings: "Sequence[Group | Leaf]"
) -> "Iterator[tuple[bool, Column, list[str | Cell]]]":
    codes = [heading.code for heading in headings]
    scores = [heading_scores(unit.assessment, codes) for unit in members] if codes else []
    for index, code in enumerate(codes):
        cells: list[str | Cell] = [
            span_text(points_of(row[index]), unit.assessment.rules.digits)
            for row, unit in zip(scores, members, strict=True)
        ]
        yield True, Column(code, right=True, optional=True), cells


def _total(unit: "RankedUnit") -> Cell:
    known = unit.assessment.total is not None and unit.assessment.total.known
    text = span_text(unit.total, unit.assessment.rules.digits)
    return Cell(text, Style.STRONG if known else Style.FAIR)


def _percent(unit: "RankedUnit") -> str:
    return span_text(unit.percent, unit.assessment.rules.digits)


def _classes(unit: "RankedUnit") -> Cell:
    if len(unit.classes) != 1:
        return Cell(" / ".join(unit.classes) or "–", Style.FAIR)
    scale = unit.assessment.rules.classification_for(unit.assessment.facts.unit.kind)
    names = list(dict.fromkeys(band.name for band in scale.bands)) if scale else []
    styles = dict.fromkeys(names, Style.PLAIN) | {names[-1]: Style.BAD, names[0]: Style.GOOD}
    return Cell(unit.classes[0], styles[unit.classes[0]])


def note_of(unit: "RankedUnit") -> str:
    """Return what sets the unit apart: figures that are missing or wrong, no place."""
    words = [_STATUS_WORDS[unit.assessment.status]]
    if unit.assessment.ranked is False:
        words.append("không xếp hạng")
    if unit.assessment.ranked is None:
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
    if places and (ends := _ends(_members(ranking, cohort))):
        yield fold(printable(ends), screen, "")
    counts = " · ".join(_count(count) for count in cohort.classes if count.possible)
    if places and counts:
        yield fold(f"Xếp loại: {counts}", screen, "")
    if places:
        for line in history_lines(_members(ranking, cohort), digits):
            yield fold(printable(line), screen, "")
    yield ""


def _ends(members: "Sequence[RankedUnit]") -> str:
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
        names = ", ".join(unit.assessment.facts.unit.name for unit in equal[:_MOST_NAMED])
        more = f" và {len(equal) - _MOST_NAMED} đơn vị nữa" if len(equal) > _MOST_NAMED else ""
        told.append(f"{word} {names}{more} ({_percent(equal[0])}%)")
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
            last.setdefault(code, []).append(unit.assessment.facts.unit.name)
    return last
