"""A column of points or percents in, places or classes out."""

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from cchc_rules.facts import Round
from cchc_rules.facts.admit import Spec, admit
from cchc_rules.functions.cells import BLANK, HostError, Number, Text, column
from cchc_rules.functions.reading import Refusal, column_of, raw_of, single
from cchc_rules.functions.rulebook import rulebook
from cchc_rules.functions.sentences import remarks_text
from cchc_rules.model import Special, ValueType
from cchc_rules.numeric import EXACT, HUNDRED, publish, settle
from cchc_rules.ranking.classes import Judge
from cchc_rules.ranking.places import Standing, competition, dense
from cchc_rules.ranking.scales import Value, scale_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.functions.cells import CellIn, CellOut, GridIn, GridOut

_POINTS, _SHARE = Spec(ValueType.NUMBER), Spec(ValueType.PERCENT)
_WAYS = {"": competition, "1-2-2-4": competition, "1-2-2-3": dense}


def places(*grids: "GridIn | None") -> "GridOut":
    """Return the place of each number, the greatest first (CCHC_XEP_HANG)."""
    cells = column_of(grids[0], "diem")
    if isinstance(cells, Refusal):
        return column([HostError(cells.sentence)] * len(grids[0] or ((),)))
    way = _WAYS.get(single(grids[1]))
    if way is None:
        sentence = 'kieu là "1-2-2-4" hoặc "1-2-2-3". Ghi lại kieu, hoặc bỏ qua.'
        return column([HostError(sentence)] * len(cells))
    read = [_value(cell, _POINTS) for cell in cells]
    numbers = [settle(one) for one in read if isinstance(one, Decimal)]
    found = iter(way([Standing((number,), (number,)) for number in numbers]))
    return column(
        [Number(Decimal(next(found).best)) if isinstance(one, Decimal) else one for one in read]
    )


def classes(*grids: "GridIn | None") -> "GridOut":
    """Return the class of each percent (CCHC_XEP_LOAI)."""
    cells = column_of(grids[0], "ty_le")
    if isinstance(cells, Refusal):
        return column([Text(cells.sentence)] * len(grids[0] or ((),)))
    named = _named(grids[1], single(grids[2]))
    if isinstance(named, Refusal):
        return column([Text(named.sentence)] * len(cells))
    return column([_class(_value(cell, _SHARE), named) for cell in cells])


def _class(share: "Decimal | CellOut", named: "Callable[[Decimal], str]") -> "CellOut":
    """Return a class; what is wrong with a percent is told in the same column of texts."""
    if isinstance(share, Decimal):
        return Text(named(share))
    return Text(share.sentence) if isinstance(share, HostError) else share


def _value(cell: "CellIn", spec: Spec) -> "Decimal | CellOut":
    admitted = admit(spec, raw_of(cell, spec.type))
    if isinstance(admitted.datum, Decimal):
        return admitted.datum
    return BLANK if admitted.datum is Special.MISSING else HostError(remarks_text(admitted.remarks))


def _named(luat: "GridIn | None", loai: str) -> "Callable[[Decimal], str] | Refusal":
    """Return what names the class of a percent (0,85)."""
    book = rulebook(luat)
    if isinstance(book, Refusal):
        return book
    kind = book.kind(loai)
    if isinstance(kind, Refusal):
        return kind
    rule = book.rules.classification_for(kind)
    if rule is None:
        return Refusal("Bộ luật không có xếp loại cho loại đơn vị này. Thêm mục “xếp loại”.")
    if rule.by_rank:
        return Refusal("Bộ luật xếp loại theo thứ hạng. Dùng CCHC_BANG trên cả bảng đơn vị.")
    with book.lock:
        maximum = book.program.plan(kind, Round.APPRAISED).root.maximum
    judge = Judge(book.rules, scale_of(rule, kind))

    def named(share: Decimal) -> str:
        with localcontext(EXACT):
            value = _where(share, maximum, None if rule.unrounded else book.rules.digits)
            bands = judge.scale.bands_between(value, value)
            return " hoặc ".join(judge.classes(bands))

    return named


def _where(share: Decimal, maximum: Decimal, digits: int | None) -> Value:
    percent, points = share * HUNDRED, share * maximum
    if digits is None:
        return Value(settle(percent), settle(points))
    return Value(publish(percent, digits), publish(points, digits))
