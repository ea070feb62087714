"""A ranking in, the pages of ranking.xlsx out: places, fields, what is missing, the rules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from cchc_rules import __version__
from cchc_rules.evaluation.results import UnitStatus
from cchc_rules.excel.writing import Column, Look, Page, Row, Tone
from cchc_rules.facts import Round
from cchc_rules.numeric import HUNDRED, vietnamese
from cchc_rules.ranking.fields import heading_scores, main_headings, points_of
from cchc_rules.report.book_reasons import (
    MOST_WITH_REASONS,
    ZERO_COLUMNS,
    history_columns,
    zero_rows,
)
from cchc_rules.report.findings import WORDS
from cchc_rules.report.gaps import gaps
from cchc_rules.report.numbers import places_text, share_text, span_text
from cchc_rules.report.ranking_text import note_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.evaluation.results import Interval
    from cchc_rules.excel.writing import Value
    from cchc_rules.model import Group, Leaf
    from cchc_rules.ranking.entries import Spans
    from cchc_rules.ranking.results import RankedUnit, Ranking

_TONES = {
    UnitStatus.COMPLETE: Tone.PLAIN,
    UnitStatus.INCOMPLETE: Tone.UNSURE,
    UnitStatus.ERROR: Tone.WRONG,
    UnitStatus.NOT_SCORED: Tone.UNSURE,
}
_NAME_WIDTH = 28
_FIELD_WIDTH = 16
_MOST_WITH_POINTS = 2000
_ROUNDS = {Round.SELF: "tự chấm", Round.APPRAISED: "thẩm định"}


def ranking_pages(ranking: "Ranking", found: "Sequence[Diagnostic]") -> tuple[Page, ...]:
    """Return the sheets Xếp hạng, Lĩnh vực, Điểm lĩnh vực, 0 điểm, Thiếu và lỗi, Căn cứ.

    With thousands of units nobody reads their fields twice: then the points stay in the JSON, and
    the criteria at 0 are left to `explain`.
    """
    with_points = len(ranking.units) <= _MOST_WITH_POINTS
    return (
        _places_page(ranking),
        _fields_page(ranking),
        *((_points_page(ranking),) if with_points else ()),
        *((_zeros_page(ranking),) if len(ranking.units) <= MOST_WITH_REASONS else ()),
        _gaps_page(ranking, found),
        _rules_page(ranking),
    )


def _titles(ranking: "Ranking", what: str) -> tuple[str, ...]:
    rules = ranking.rules
    return (what, rules.title, f"Năm {rules.year} · vòng {_ROUNDS[ranking.round]}")


# --- Xếp hạng -------------------------------------------------------------------------------------


def _places_page(ranking: "Ranking") -> Page:
    shown = list(_place_columns(ranking))
    values = zip(*(values for _, values in shown), strict=True)
    return Page(
        name="Xếp hạng",
        columns=tuple(column for column, _ in shown),
        rows=[
            Row(row, _TONES[unit.entry.status])
            for row, unit in zip(values, ranking.units, strict=True)
        ],
        titles=_titles(ranking, "BẢNG XẾP HẠNG"),
        fixed_columns=2 if ranking.round is Round.APPRAISED else 1,
    )


def _place_columns(ranking: "Ranking") -> "Iterator[tuple[Column, list[Value]]]":
    """Yield the columns that tell units apart; the self round has neither places nor classes."""
    units, digits = ranking.units, ranking.rules.digits
    appraised = ranking.round is Round.APPRAISED
    classed = appraised and bool(ranking.rules.classifications)
    if appraised:
        yield Column("Hạng", Look.CENTERED, width=8), [_place(unit) for unit in units]
    yield Column("Đơn vị", width=_NAME_WIDTH), [unit.name for unit in units]
    if len({unit.kind for unit in units}) > 1:
        yield Column("Loại"), [_kind(unit) for unit in units]
    yield (
        Column("Tổng điểm", Look.POINTS, digits=digits),
        [_number(unit.total, digits) for unit in units],
    )
    yield Column("Tỷ lệ", Look.PERCENT, digits=digits), [_percent(unit, digits) for unit in units]
    if classed:
        classes: list[Value] = [" hoặc ".join(unit.classes) or "–" for unit in units]
        yield Column("Xếp loại", Look.CENTERED), classes
    if appraised:
        missing: list[Value] = [unit.to_next_rank for unit in units]
        yield Column("Kém hạng trên (điểm)", Look.POINTS, digits=digits), missing
    if classed:
        yield Column("Để lên loại trên"), [_next_class(unit, digits) for unit in units]
    notes: list[Value] = [note_of(unit) for unit in units]
    if any(notes):
        yield Column("Ghi chú"), notes
    yield from history_columns(units, digits)


def _place(unit: "RankedUnit") -> "Value":
    if unit.places is not None and unit.places.known:
        return unit.places.best
    return places_text(unit.places)


def _kind(unit: "RankedUnit") -> str:
    return unit.kind.replace("_", " ")


def _percent(unit: "RankedUnit", digits: int) -> "Value":
    if unit.percent is None or unit.percent.low != unit.percent.high:
        return span_text(unit.percent, digits) + ("%" if unit.percent else "")
    return unit.percent.low / HUNDRED


def _number(span: "Interval | None", digits: int) -> "Value":
    """Return a number where there is one, else the range as text."""
    return span.low if span is not None and span.known else span_text(span, digits)


def _next_class(unit: "RankedUnit", digits: int) -> "Value":
    above = unit.to_next_class
    return None if above is None else f"{above.name}: còn {vietnamese(above.points, digits)} điểm"


# --- Lĩnh vực -------------------------------------------------------------------------------------


def _fields_page(ranking: "Ranking") -> Page:
    """Return the shares, by which fields are compared; the mean stands first."""
    digits = ranking.rules.digits
    headings = main_headings(ranking.rules)
    rows = [*_mean_rows(ranking, headings), *_share_rows(ranking)]
    return Page(
        name="Lĩnh vực",
        columns=(
            Column("Đơn vị", width=_NAME_WIDTH),
            *_field_columns(headings, Look.PERCENT, digits),
        ),
        rows=rows,
        titles=_titles(ranking, "TỶ LỆ ĐẠT ĐƯỢC THEO LĨNH VỰC"),
        fixed_columns=1,
    )


def _points_page(ranking: "Ranking") -> Page:
    headings = main_headings(ranking.rules)
    return Page(
        name="Điểm lĩnh vực",
        columns=(
            Column("Đơn vị", width=_NAME_WIDTH),
            *_field_columns(headings, Look.POINTS, ranking.rules.digits),
        ),
        rows=list(_points_rows(ranking, headings)),
        titles=_titles(ranking, "ĐIỂM THEO LĨNH VỰC"),
        fixed_columns=1,
    )


def _field_columns(
    headings: "Sequence[Group | Leaf]", look: Look, digits: int
) -> "Iterator[Column]":
    for heading in headings:
        yield Column(f"{heading.code}. {heading.title}", look, digits=digits, width=_FIELD_WIDTH)


def _mean_rows(ranking: "Ranking", headings: "Sequence[Group | Leaf]") -> "Iterator[Row]":
    digits = ranking.rules.digits
    for cohort in ranking.cohorts:
        means = {field.code: field.mean for field in cohort.fields}
        shown = [means.get(heading.code) for heading in headings]
        values = [
            mean.low / HUNDRED if mean is not None and mean.known else span_text(mean, digits)
            for mean in shown
        ]
        name = f"Trung bình {cohort.kind.replace('_', ' ')}".strip()
        yield Row([name, *values], Tone.STRONG)


def _share_rows(ranking: "Ranking") -> "Iterator[Row]":
    digits = ranking.rules.digits
    for unit in ranking.units:
        yield Row(_Shares(unit.name, unit.entry.shares, digits), _TONES[unit.entry.status])


class _Shares(Sequence["Value"]):
    """A unit's name and its shares, which are made when they are written."""

    __slots__ = ("_digits", "_name", "_shares")

    def __init__(self, name: str, shares: "Spans", digits: int) -> None:
        self._name = name
        self._shares = shares
        self._digits = digits

    def __len__(self) -> int:
        return 1 + len(self._shares)

    @overload
    def __getitem__(self, index: int) -> "Value": ...
    @overload
    def __getitem__(self, index: slice) -> "Sequence[Value]": ...
    def __getitem__(self, index: int | slice) -> "Value | Sequence[Value]":
        return self._name if index == 0 else list(self)[index]

    def __iter__(self) -> "Iterator[Value]":
        yield self._name
        for share in self._shares:
            if share is not None and share.known:
                yield share.low
            else:
                yield share_text(share, self._digits)


def _points_rows(ranking: "Ranking", headings: "Sequence[Group | Leaf]") -> "Iterator[Row]":
    codes = [heading.code for heading in headings]
    digits = ranking.rules.digits
    for unit in ranking.units:
        scores = heading_scores(unit.assessment, codes)
        values = [_number(points_of(score), digits) for score in scores]
        name = unit.name
        yield Row([name, *values], _TONES[unit.entry.status])


# --- 0 điểm ---------------------------------------------------------------------------------------


def _zeros_page(ranking: "Ranking") -> Page:
    rows = list(zero_rows(ranking))
    return Page(
        name="0 điểm",
        columns=ZERO_COLUMNS,
        rows=rows,
        titles=_titles(ranking, "TIÊU CHÍ 0 ĐIỂM VÀ VÌ SAO"),
        notes=() if rows else ("Không có.",),
        fixed_columns=1,
    )


# --- Thiếu và lỗi ---------------------------------------------------------------------------------


def _gaps_page(ranking: "Ranking", found: "Sequence[Diagnostic]") -> Page:
    columns = (
        Column("Đơn vị", width=_NAME_WIDTH),
        Column("Mục", Look.CENTERED, width=10),
        Column("Số liệu", width=40),
        Column("Ô (hoặc tên)", width=24),
        Column("Vì sao", width=48),
        Column("Cách sửa", width=40),
    )
    rows = [*_gap_rows(ranking), *_finding_rows(found)]
    return Page(
        name="Thiếu và lỗi",
        columns=columns,
        rows=rows,
        titles=_titles(ranking, "SỐ LIỆU THIẾU, SỐ LIỆU LỖI VÀ LƯU Ý"),
        notes=() if rows else ("Không có.",),
    )


def _gap_rows(ranking: "Ranking") -> "Iterator[Row]":
    for unit in ranking.units:
        if unit.entry.status in {UnitStatus.COMPLETE, UnitStatus.NOT_SCORED}:
            continue
        for gap in gaps(unit.assessment):
            why = f"lỗi: {gap.reason}" if gap.reason else "chưa có số liệu"
            remedy = "Sửa số liệu ở ô này." if gap.reason else "Bổ sung số liệu."
            name = unit.name
            tone = Tone.WRONG if gap.reason else Tone.UNSURE
            yield Row([name, gap.code, gap.title, gap.where, why, remedy], tone)


def _finding_rows(found: "Sequence[Diagnostic]") -> "Iterator[Row]":
    for one in found:
        what = f"{WORDS[one.severity]} {one.code}"
        yield Row([None, None, what, str(one.place), one.message, one.remedy])


# --- Căn cứ ---------------------------------------------------------------------------------------


def _rules_page(ranking: "Ranking") -> Page:
    return Page(
        name="Căn cứ",
        columns=(Column("Mục", width=28), Column("Nội dung", width=90)),
        rows=[Row(pair) for pair in _rules_rows(ranking)],
        titles=_titles(ranking, "CĂN CỨ CỦA BẢNG XẾP HẠNG"),
    )


def _rules_rows(ranking: "Ranking") -> "Iterator[tuple[str, str]]":
    rules = ranking.rules
    yield "Bộ chỉ số", rules.title
    yield "Mã bộ luật", rules.code
    yield "Năm", str(rules.year)
    yield "Căn cứ", rules.basis
    yield "Tổng điểm", vietnamese(rules.total)
    yield "Vòng chấm", _ROUNDS[ranking.round]
    yield "SHA-256 của luật", rules.sha256
    yield "Tệp luật", rules.place.file
    yield "Phiên bản chương trình", f"cchc {__version__}"
    for cohort in ranking.cohorts:
        of = f" ({cohort.kind.replace('_', ' ')})" if cohort.kind else ""
        yield f"Số đơn vị{of}", f"{cohort.units}, xếp hạng {cohort.ranked}"
        if cohort.mean is not None:
            yield f"Trung bình{of}", f"{span_text(cohort.mean, rules.digits)}%"
        if cohort.classes:
            counts = " · ".join(
                f"{one.name} {_count(one.sure, one.possible)}" for one in cohort.classes
            )
            yield f"Xếp loại{of}", counts


def _count(sure: int, possible: int) -> str:
    return str(sure) if sure == possible else f"{sure}–{possible}"
