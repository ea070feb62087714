"""Ranked units in, the rows of ranking.xlsx that say why: criteria at 0, the years before, out."""

from typing import TYPE_CHECKING

from cchc_rules.excel.writing import Column, Look, Row
from cchc_rules.headings import field_titles
from cchc_rules.numeric import HUNDRED
from cchc_rules.report.history_text import rise_figure, runs_text, signed_span
from cchc_rules.report.numbers import places_text, span_text
from cchc_rules.report.story import reason_of, zero_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.evaluation.results import Interval
    from cchc_rules.excel.writing import Value
    from cchc_rules.ranking.results import RankedUnit, Ranking

MOST_WITH_REASONS = 200
"""With more units, the reasons of every criterion at 0 are left to `cchc explain`."""
ZERO_COLUMNS = (
    Column("Đơn vị", width=28),
    Column("Lĩnh vực", width=28),
    Column("Mã", Look.CENTERED, width=10),
    Column("Tiêu chí 0 điểm", width=40),
    Column("Điểm tối đa", Look.POINTS, width=11),
    Column("Vì sao", width=80),
)


def zero_rows(ranking: "Ranking") -> "Iterator[Row]":
    """Yield every criterion that scored 0, unit by unit, with its reason."""
    fields = field_titles(ranking.rules)
    for unit in ranking.units:
        own = unit.assessment
        for score in zero_leaves(own):
            leaf = score.leaf
            values = (own.facts.unit.name, fields.get(leaf.code, ""), leaf.code, leaf.title)
            yield Row([*values, score.maximum, reason_of(score, own)])


def history_columns(
    units: "Sequence[RankedUnit]", digits: int
) -> "Iterator[tuple[Column, list[Value]]]":
    """Yield what the units had the year before, what changed, and what went on for years."""
    changes = [unit.history.change if unit.history else None for unit in units]
    year = next((change.year for change in changes if change is not None), None)
    if year is not None:
        percents = [change.before.percent if change else None for change in changes]
        places = [change.before.places if change else None for change in changes]
        yield (
            Column(f"Tỷ lệ năm {year}", Look.PERCENT, digits=digits),
            [_fraction(percent, digits) for percent in percents],
        )
        yield (
            Column(f"Hạng năm {year}", Look.CENTERED, width=8),
            [own.best if own is not None and own.known else places_text(own) for own in places],
        )
        yield (
            Column("Tăng, giảm (điểm %)", Look.POINTS, digits=digits),
            [_change(change.percent if change else None, digits) for change in changes],
        )
        yield (
            Column("Lên, xuống hạng", Look.CENTERED, width=9),
            [rise_figure(change.rise if change else None) for change in changes],
        )
    runs = [runs_text(unit.history) for unit in units]
    if any(runs):
        yield Column("Nhiều năm liền", width=34), list(runs)


def _fraction(span: "Interval | None", digits: int) -> "Value":
    return span.low / HUNDRED if span is not None and span.known else span_text(span, digits)


def _change(span: "Interval | None", digits: int) -> "Value":
    return span.low if span is not None and span.known else signed_span(span, digits) or "–"
