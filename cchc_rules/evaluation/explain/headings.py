"""The scores of headings and the total in, how they were added up, out."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation.explain.writing import ends, number, percent
from cchc_rules.evaluation.results import Interval
from cchc_rules.evaluation.tree import OUTSIDE
from cchc_rules.model import Group, Leaf, Level
from cchc_rules.numeric import EXACT, HUNDRED, ZERO, publish, vietnamese
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment, GroupScore


@record()
class Item:
    """What a child gives to its heading; a maximum of 0: it does not apply."""

    child: Group | Leaf
    score: Interval
    maximum: Interval

    def points(self, digits: int) -> str:
        """Write its points."""
        return ends(self.score.low, self.score.high, digits)


def explain_group(score: GroupScore, unit: Assessment) -> str:
    """Return how the score of a heading came about."""
    group, digits = score.group, unit.rules.digits
    name = f"{group.level.value} {group.code} {group.title}"
    if score.share is None:
        return f"{name}: không áp dụng"
    with localcontext(EXACT):
        points = ends(score.score.low, score.score.high, digits)
        head = f"{name}: {points}/{_maximum(score.maximum)} điểm"
        items = list(_items(group, unit))
        return "\n  ".join([head, *_sum(group, items, unit), *_changed(group, score, items, unit)])


def explain_total(unit: Assessment) -> str:
    """Return how the total came about, the rounding last."""
    if unit.total is None:
        return "Tổng điểm: không chấm, vì không tiêu chí nào áp dụng"
    digits, root = unit.rules.digits, unit.rules.root
    with localcontext(EXACT):
        points = ends(unit.total.low, unit.total.high, digits)
        head = f"Tổng điểm: {points}/{number(unit.maximum)} điểm"
        items = list(_items(root, unit))
        inside = [item for item in items if item.child.level not in OUTSIDE]
        lines = [head, *_sum(root, inside, unit)]
        if not root.weights and unit.rules.rebase:
            lines += _rebased(inside, unit.maximum, digits)
        lines += [_outside(item, digits) for item in items if item.child.level in OUTSIDE]
        if any(isinstance(i.child, Group) and i.child.capped_total for i in items):
            lines.append(f"không quá tổng điểm {number(unit.maximum)}")
        return "\n  ".join([*lines, *_rounded(unit)])


def _items(group: Group, unit: Assessment) -> Iterator[Item]:
    """Yield what each child that is scored in this round gives."""
    groups = {own.group.code: own for own in unit.groups}
    leaves = {own.leaf.code: own for own in unit.leaves}
    for child in group.children:
        if child.code in groups and isinstance(child, Group):
            found = groups[child.code]
            yield Item(child, found.score, found.maximum)
        elif child.code in leaves:
            leaf = leaves[child.code]
            least = ZERO if leaf.uncertain else leaf.maximum
            yield Item(child, Interval(leaf.low, leaf.high), Interval(least, leaf.maximum))


def _sum(group: Group, items: list[Item], unit: Assessment) -> Iterator[str]:
    """Yield the sum of the children, or their weighted mean, and what does not apply."""
    digits = unit.rules.digits
    applying = [item for item in items if item.maximum.high]
    away = [item.child.code for item in items if not item.maximum.high]
    if group.weights:
        yield from _weighted(group, applying, unit)
    elif len(applying) > 1:
        terms = " + ".join(f"{item.child.code}: {item.points(digits)}" for item in applying)
        yield f"= {terms} = {ends(*_total(applying), digits)}"
    if away:
        yield f"không áp dụng: {', '.join(away)}"


def _weighted(group: Group, items: list[Item], unit: Assessment) -> Iterator[str]:
    """Yield `trọng số: A 60% × 30,00/60 + B 40% × …`."""
    if unit.plan is None or unit.given is None:
        return
    env = unit.plan.reading.env(unit.given)
    node = next(own for own in unit.plan.root.nodes() if own.group is group)
    vectors = list(node.weighting.possible(env)) if node.weighting is not None else []
    if len(vectors) != 1:
        yield "chưa rõ dùng bộ trọng số nào"
        return
    codes = [own.code for own in node.scored]
    weights = dict(zip(codes, vectors[0], strict=True))
    used = [item for item in items if weights.get(item.child.code)]
    whole = sum((weights[item.child.code] for item in used), ZERO)
    terms = " + ".join(
        f"{item.child.code} {percent(weights[item.child.code] / whole)} × "
        f"{item.points(unit.rules.digits)}/{_maximum(item.maximum)}"
        for item in used
    )
    yield f"trọng số: {terms}"


def _changed(group: Group, score: GroupScore, items: list[Item], unit: Assessment) -> Iterator[str]:
    """Yield how the sum becomes the heading's score: scaled, re-based, capped."""
    digits, maximum = unit.rules.digits, group.maximum.of(unit.facts.unit.kind)
    if group.weights:
        return
    if group.level is Level.SECTION and unit.rules.rebase:
        yield from _rebased(items, score.maximum.high, digits)
    elif group.rescale_from is not None:
        points = ends(*_total(items), digits)
        result = ends(score.score.low, score.score.high, digits)
        yield f"quy đổi: {points} × {number(maximum)} ÷ {number(group.rescale_from)} = {result}"
    if group.level in OUTSIDE and _total(items)[1] > maximum:
        yield f"không quá {number(maximum)} điểm"


def _rebased(items: list[Item], maximum: Decimal, digits: int) -> Iterator[str]:
    """Yield `quy đổi: 12,50 × 20 ÷ 17 = 14,71`, where not everything applies."""
    least = sum((item.maximum.low for item in items), ZERO)
    most = sum((item.maximum.high for item in items), ZERO)
    if least != most:
        yield f"quy đổi về {number(maximum)} điểm, chưa rõ tiêu chí nào áp dụng"
    elif most and most != maximum:
        low, high = _total(items)
        result = ends(low * maximum / most, high * maximum / most, digits)
        points = ends(low, high, digits)
        yield f"quy đổi: {points} × {number(maximum)} ÷ {number(most)} = {result}"


def _outside(item: Item, digits: int) -> str:
    sign = "+" if item.child.level is Level.BONUS else "−"
    return f"{sign} {item.points(digits)} ({item.child.level.value} {item.child.code})"


def _rounded(unit: Assessment) -> Iterator[str]:
    """Yield the one rounding, where it changes anything, the percent, and what is missing."""
    total, digits = unit.total, unit.rules.digits
    if total is None:
        return
    if total.known and publish(total.low, digits) != total.low:
        exact = vietnamese(total.low)
        yield f"làm tròn một lần, đến {digits} chữ số: {exact} → {vietnamese(total.low, digits)}"
    if total.known and unit.maximum:
        share = vietnamese(total.low * HUNDRED / unit.maximum, digits)
        yield f"= {share}% của {number(unit.maximum)} điểm"
    waiting = [leaf.leaf.code for leaf in unit.leaves if leaf.open]
    if waiting:
        yield f"chưa rõ: {', '.join(waiting)}"


def _total(items: list[Item]) -> tuple[Decimal, Decimal]:
    return (
        sum((item.score.low for item in items), ZERO),
        sum((item.score.high for item in items), ZERO),
    )


def _maximum(maximum: Interval) -> str:
    if maximum.known:
        return number(maximum.low)
    return f"{number(maximum.low)}–{number(maximum.high)}"
