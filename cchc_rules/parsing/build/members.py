"""The lines under a heading as recognised in; their nodes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_rules import syntax as s
from cchc_rules.model import Treatment, ValueType
from cchc_rules.parsing.build.parts import (
    Builder,
    Misread,
    Parts,
    decimal_of,
    only_zero,
    place_of,
    text_of,
    whole_of,
)
from cchc_rules.parsing.lexer import Lexeme

if TYPE_CHECKING:
    from decimal import Decimal

build = Builder()
_TYPES = {
    "T_BOOL": ValueType.BOOL,
    "T_COUNT": ValueType.COUNT,
    "T_NUMBER": ValueType.NUMBER,
    "T_PERCENT": ValueType.PERCENT,
    "T_DATE": ValueType.DATE,
    "T_CHOICE": ValueType.CHOICE,
    "T_TEXT": ValueType.TEXT,
    "T_BALLOTS": ValueType.BALLOTS,
    "T_TALLY": ValueType.TALLY,
}


@build
def _type(parts: Parts) -> s.TypeSpec:
    options = parts[1] if len(parts) > 1 and parts[1] else ()
    return s.TypeSpec(_TYPES[parts[0].type], options, place=place_of(parts))


@build
def _options(parts: Parts) -> tuple[str, ...]:
    return tuple(text_of(part) for part in parts)


@build
def _item_step(parts: Parts) -> tuple[str, Any]:
    return "step", parts[1].value


@build
def _item_blank(parts: Parts) -> tuple[str, Any]:
    only_zero(parts[1], "nếu trống:")
    return "blank_is_zero", True


@build
def _data_item(parts: Parts) -> s.DataItem:
    _, name, kind, title, _, unit, span, *rest = parts
    measured = text_of(unit) if unit else None
    place = place_of(parts[:4])
    return s.DataItem(name.text, kind, text_of(title), measured, span, **dict(rest), place=place)


@build
def _computed(parts: Parts) -> s.Computed:
    _, name, kind, formula, _, zero, treatment = parts
    if zero:
        only_zero(zero, "nếu mẫu bằng")
    return s.Computed(name.text, kind, formula, treatment, place=place_of(parts))


@build
def _treatment(parts: Parts) -> Treatment:
    match parts[0]:
        case Lexeme(type="NOT_APPLICABLE"):
            return Treatment.EXCLUDED
        case Lexeme(type="MAXIMUM"):
            return Treatment.FULL
    if parts[0].value:
        message = "Ở đây chỉ viết được “không áp dụng”, “điểm tối đa” hoặc “0 điểm”."
        raise Misread("E107", parts[0], message, "Thay bằng một trong ba cách viết đó.")
    return Treatment.NOTHING


@build
def _constraint(parts: Parts) -> s.Constraint:
    return s.Constraint(parts[1], place=place_of(parts))


@build
def _evidence(parts: Parts) -> s.Evidence:
    how = parts[1].type if parts[1] else ""
    required, explained = how != "", how == "OR_EXPLAINED"
    return s.Evidence(text_of(parts[2]), required, explained, place=place_of(parts))


@build
def _guidance(parts: Parts) -> s.Guidance:
    return s.Guidance(text_of(parts[1]), place=place_of(parts))


@build
def _zero(parts: Parts) -> s.ZeroIf:
    points, _, condition, reason = parts
    if points.value:
        message = "Ở đầu dòng chỉ viết được “0 điểm nếu …”."
        remedy = "Muốn bớt điểm thì viết “trừ … điểm nếu …”; muốn thêm thì “thưởng … điểm nếu …”."
        raise Misread("E107", points, message, remedy)
    return s.ZeroIf(condition, reason, place=place_of(parts))


@build
def _not_applicable(parts: Parts) -> s.NotApplicableIf:
    _, condition, treatment, reason = parts
    how = treatment or Treatment.EXCLUDED
    return s.NotApplicableIf(condition, how, reason, place=place_of(parts))


@build
def _only_for(parts: Parts) -> s.OnlyFor:
    return s.OnlyFor(parts[1], place=place_of(parts))


@build
def _flag(parts: Parts) -> s.Flag:
    return s.Flag(parts[0].type, place=parts[0].place)


@build
def _full_if(parts: Parts) -> s.FullIf:
    return s.FullIf(parts[3], place=place_of(parts))


@build
def _per_item(parts: Parts) -> s.PerItem:
    _, points, _, each, cap = parts
    return s.PerItem(points.value, each, cap, place=place_of(parts))


@build
def _table(parts: Parts) -> s.TableHead:
    return s.TableHead(parts[1], place=place_of(parts))


@build
def _cases(parts: Parts) -> s.CasesHead:
    return s.CasesHead(place=place_of(parts))


@build
def _by_ratio(parts: Parts) -> s.DirectScore:
    place = place_of(parts)
    return s.DirectScore(s.ByRatio(parts[1], place=place), place=place)


@build
def _by_formula(parts: Parts) -> s.DirectScore:
    place = place_of(parts)
    return s.DirectScore(s.ByFormula(parts[1], place=place), place=place)


@build
def _survey(parts: Parts) -> s.SurveyHead:
    _, name, scale, _, least, _ = parts
    low, high = scale or (None, None)
    count = whole_of(least) if least else 0
    return s.SurveyHead(name, low, high, count, place=place_of(parts))


@build
def _scale(parts: Parts) -> tuple[Decimal | None, Decimal]:
    _, _, low, _, high = parts
    return (low.value if low else None), high.value


@build
def _checklist(parts: Parts) -> s.ChecklistHead:
    return s.ChecklistHead(place=place_of(parts))


@build
def _bullet(parts: Parts) -> s.Bullet:
    _, title, points, _, _, condition = parts
    return s.Bullet(text_of(title), points.value, condition, place=place_of(parts))


@build
def _council(parts: Parts) -> s.Council:
    _, _, low, _, high, _, step = parts
    return s.Council(low.value, high.value, step.value if step else None, place=place_of(parts))


@build
def _adjust(parts: Parts) -> s.Adjust:
    keyword, amount, how, what, cap, reason = parts
    each, when = (what, None) if how.type == "PER" else (None, what)
    sign = -1 if keyword.type == "DEDUCT" else 1
    return s.Adjust(sign, amount, each, when, cap, reason, place=place_of(parts))


@build
def _amount(parts: Parts) -> s.Points | s.Share | s.FullMark:
    part = parts[0]
    return s.Points(part.value, place=part.place) if isinstance(part, s.Number) else part


@build
def _share(parts: Parts) -> s.Share:
    return s.Share(decimal_of(parts[0]), place=place_of(parts))


@build
def _bare_share(parts: Parts) -> s.Share:
    return s.Share(decimal_of(parts[0]), of_maximum=False, place=place_of(parts))


@build
def _full_mark(parts: Parts) -> s.FullMark:
    return s.FullMark(place=place_of(parts))


@build
def _row(parts: Parts) -> s.Row:
    test = parts[0]
    if isinstance(test, Lexeme):
        test = s.Text(text_of(test), place=test.place) if test.type == "TEXT" else None
    return s.Row(test, parts[1], place=place_of(parts))


@build
def _case(parts: Parts) -> s.Case:
    return s.Case(parts[1], place=place_of(parts))


@build
def _points_outcome(parts: Parts) -> s.Points:
    return s.Points(parts[0].value, place=parts[0].place)


@build
def _ratio_outcome(parts: Parts) -> s.ByRatio:
    return s.ByRatio(parts[1], place=place_of(parts))


@build
def _interpolated(parts: Parts) -> s.Interpolated:
    return s.Interpolated(parts[2].value, parts[4].value, place=place_of(parts))


@build
def _formula_outcome(parts: Parts) -> s.ByFormula:
    return s.ByFormula(parts[1], place=place_of(parts))
