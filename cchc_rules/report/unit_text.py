"""One scored unit in, its whole tree of scores out, as a terminal shows it."""

from typing import TYPE_CHECKING

from cchc_rules.evaluation.explain import explain
from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.model import Leaf, Level
from cchc_rules.numeric import vietnamese
from cchc_rules.report.numbers import exact_text, places_text, share_text, span_text
from cchc_rules.report.screen import Style, fold, printable
from cchc_rules.report.story import story
from cchc_rules.report.tables import Cell, Column, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.evaluation.results import Assessment, GroupScore, LeafScore
    from cchc_rules.model import Group
    from cchc_rules.ranking.results import RankedUnit
    from cchc_rules.report.screen import Screen

STATUS_WORDS = {
    LeafStatus.SCORED: "",
    LeafStatus.ZEROED: "bị 0 điểm",
    LeafStatus.NOT_APPLICABLE: "không áp dụng",
    LeafStatus.MISSING: "thiếu số liệu",
    LeafStatus.ERROR: "số liệu lỗi",
    LeafStatus.OVERRIDDEN: "hội đồng sửa",
}
_STYLES = {
    LeafStatus.ZEROED: Style.BAD,
    LeafStatus.ERROR: Style.BAD,
    LeafStatus.MISSING: Style.FAIR,
    LeafStatus.NOT_APPLICABLE: Style.FAINT,
}
_COLUMNS = (
    Column("Mã"),
    Column("Tiêu chí", flexible=True),
    Column("Điểm", right=True),
    Column("Tối đa", right=True),
    Column("%", right=True, optional=True),
    Column("Ghi chú"),
)


def unit_lines(unit: "RankedUnit", screen: "Screen") -> "Iterator[str]":
    """Yield the unit's headline and a row for each heading and criterion."""
    own = unit.assessment
    yield fold(screen.paint(printable(headline(unit)), Style.HEAD), screen, "")
    yield from story_lines(unit, screen)
    groups = {score.group.code: score for score in own.groups}
    leaves = {score.leaf.code: score for score in own.leaves}
    yield from lay_out(_COLUMNS, list(_rows(own, own.rules.root, groups, leaves)), screen)


def explanation_lines(
    unit: "RankedUnit", codes: "Sequence[str | None]", screen: "Screen"
) -> "Iterator[str]":
    """Yield the unit's headline, then why it has its points under each of `codes` (None: all)."""
    yield fold(screen.paint(printable(headline(unit)), Style.HEAD), screen, "")
    if None in set(codes):
        yield from story_lines(unit, screen)
    for code in codes:
        for paragraph in explain(unit.assessment, code):
            first, *others = paragraph.split("\n")
            yield ""
            yield fold(screen.paint(printable(first), Style.STRONG), screen, "")
            for line in others:
                yield fold(printable(line.strip()), screen)


def story_lines(unit: "RankedUnit", screen: "Screen") -> "Iterator[str]":
    """Yield what a report tells of the unit."""
    for line in story(unit):
        yield fold(printable(line), screen, "")


def headline(unit: "RankedUnit") -> str:
    """Return `Mường Nhé (huyện): 56,17 điểm trên 100 · 56,17% · Trung bình · hạng 10`."""
    own = unit.assessment
    name = f"{own.facts.unit.name} ({own.facts.unit.kind.replace('_', ' ')})"
    if unit.total is None:
        return f"{name}: không có tiêu chí nào áp dụng nên không chấm"
    digits = own.rules.digits
    parts = [
        f"{span_text(unit.total, digits)} điểm trên {vietnamese(own.maximum)}",
        f"{span_text(unit.percent, digits)}%",
        " hoặc ".join(unit.classes),
        f"hạng {places_text(unit.places)}" if unit.places else "",
    ]
    return f"{name}: " + " · ".join(part for part in parts if part)


def _rows(
    unit: "Assessment",
    group: "Group",
    groups: "dict[str, GroupScore]",
    leaves: "dict[str, LeafScore]",
) -> "Iterator[list[str | Cell]]":
    for child in group.children:
        if isinstance(child, Leaf):
            if child.code in leaves:
                yield _leaf_row(leaves[child.code], unit.rules.digits)
        elif child.code in groups:
            yield _group_row(groups[child.code], unit.rules.digits)
            yield from _rows(unit, child, groups, leaves)


def _group_row(score: "GroupScore", digits: int) -> "list[str | Cell]":
    strong = Style.HEAD if score.group.level in {Level.SECTION, Level.FIELD} else Style.STRONG
    texts = (
        score.group.code,
        score.group.title,
        span_text(score.score if score.share else None, digits),
        exact_text(score.maximum),
        share_text(score.share, digits),
        "" if score.share else "không áp dụng",
    )
    return [Cell(text, strong) for text in texts]


def _leaf_row(score: "LeafScore", digits: int) -> "list[str | Cell]":
    style = _STYLES.get(score.status, Style.PLAIN)
    applies = score.status is not LeafStatus.NOT_APPLICABLE or score.maximum
    return [
        score.leaf.code,
        score.leaf.title,
        Cell(span_text(score.score if applies else None, digits), style),
        vietnamese(score.maximum),
        "",
        Cell(STATUS_WORDS[score.status], style),
    ]
