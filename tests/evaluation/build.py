"""Small rule sets and facts in a few words, for tests of the evaluation and of what uses it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from cchc_rules.diagnostics import Span
from cchc_rules.evaluation import compile_rules
from cchc_rules.facts import Facts, Round, Unit
from cchc_rules.model import (
    Adjustment,
    Arithmetic,
    Cases,
    Checklist,
    ChecklistEntry,
    Computed,
    ComputedRef,
    Condition,
    Constant,
    Constraint,
    DataItem,
    Equal,
    Group,
    HasData,
    ItemRef,
    Leaf,
    Level,
    Maximum,
    Not,
    NotApplicable,
    Outcome,
    Parameter,
    ParameterRef,
    Points,
    Range,
    RankingRule,
    Row,
    RuleSet,
    ShareOfMaximum,
    Table,
    Treatment,
    ValueType,
    Weights,
    Within,
)
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.evaluation.results import Assessment, GroupScore, LeafScore
    from cchc_rules.facts import Datum
    from cchc_rules.model import Expression, Method

PLACE = Span("luật.cchc", 1)
BOOL, COUNT, NUMBER = ValueType.BOOL, ValueType.COUNT, ValueType.NUMBER
PERCENT, DATE, CHOICE = ValueType.PERCENT, ValueType.DATE, ValueType.CHOICE
BALLOTS, TALLY, TEXT = ValueType.BALLOTS, ValueType.TALLY, ValueType.TEXT
SELF, APPRAISED = Round.SELF, Round.APPRAISED

Operand = Any
"""What `ref` takes: an expression, a figure, a TÍNH, a parameter, or a number as text."""


# --- values and expressions ---------------------------------------------------------------------


def value(written: object) -> Any:  # noqa: ANN401
    """Return the value that is written: 3, "2,5", "80%", "31/12/2025", True, or text."""
    if isinstance(written, bool | Decimal | date) or not isinstance(written, str | int):
        return written
    text = str(written).replace(",", ".")
    if re.fullmatch(r"\d+/\d+/\d{4}", text):
        day, month, year = map(int, text.split("/"))
        return date(year, month, day)
    try:
        return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
    except InvalidOperation:
        return written


def constant(written: object) -> Constant:
    found = value(written)
    if isinstance(found, bool):
        return Constant(found, BOOL)
    if isinstance(found, date):
        return Constant(found, DATE)
    if isinstance(found, str):
        return Constant(found, CHOICE)
    return Constant(found, PERCENT if str(written).endswith("%") else NUMBER)


def item(name: str, type_: ValueType = COUNT, **more: Any) -> DataItem:  # noqa: ANN401
    return DataItem(name, fold_name(name), type_, f"Số liệu {name}", PLACE, **more)


def computed(
    name: str,
    formula: Operand,
    on_zero: Treatment | None = None,
    type_: ValueType = PERCENT,
) -> Computed:
    return Computed(name, fold_name(name), type_, ref(formula), on_zero, PLACE)


def parameter(name: str, written: object, **by_kind: object) -> Parameter:
    kinds = {kind: value(own) for kind, own in by_kind.items()}
    found = constant(written)
    return Parameter(name, fold_name(name), found.type, 2026, PLACE, found.value, kinds)


def ref(of: Operand) -> Expression:
    if isinstance(of, DataItem):
        return ItemRef(of)
    if isinstance(of, Computed):
        return ComputedRef(of)
    if isinstance(of, Parameter):
        return ParameterRef(of)
    if isinstance(of, str | int | Decimal | date):
        return constant(of)
    found: Expression = of
    return found


def last_year(of: DataItem | Computed) -> ItemRef | ComputedRef:
    return (
        ItemRef(of, previous=True) if isinstance(of, DataItem) else ComputedRef(of, previous=True)
    )


def op(left: Operand, symbol: str, right: Operand) -> Arithmetic:
    return Arithmetic(symbol, ref(left), ref(right))


def span(text: str | Range) -> Range:
    """Return a range: ">=80% <90%", "<=31/12/2025", ">0"."""
    if isinstance(text, Range):
        return text
    ends: dict[str, Any] = {}
    for sign, written in re.findall(r"(>=|<=|>|<)\s*(\S+)", text):
        end = "low" if sign[0] == ">" else "high"
        ends[end] = constant(written)
        ends[f"{end}_open"] = len(sign) == 1
    return Range(**ends)


def within(of: Operand, text: str | Range) -> Within:
    return Within(ref(of), span(text))


def at_most(of: Operand, other: Operand) -> Within:
    """`of` không quá `other`."""
    return Within(ref(of), Range(high=ref(other)))


def equal(left: Operand, right: Operand) -> Equal:
    return Equal(ref(left), ref(right))


def has(of: DataItem | Computed) -> HasData:
    return HasData(ItemRef(of) if isinstance(of, DataItem) else ComputedRef(of))


def lacks(of: DataItem) -> HasData:
    return HasData(ItemRef(of), negated=True)


def no(of: Operand) -> Not:
    return Not(ref(of))


def when(test: Operand, unless: Operand = None) -> Condition:
    if isinstance(test, Condition):
        return test
    return Condition(ref(test), "điều kiện", PLACE, None if unless is None else ref(unless))


# --- methods ------------------------------------------------------------------------------------


def outcome(given: object) -> Outcome:
    """Return the outcome: points (2, "0,5"), a share of the maximum ("75%"), or as given."""
    if not isinstance(given, str | int | Decimal):
        return given  # type: ignore[return-value]
    share = isinstance(given, str) and given.endswith("%")
    return ShareOfMaximum(value(given)) if share else Points(value(given))


def row(test: object, gives: object) -> Row:
    """Return a row; its test is a range as text, an option in curly quotes, a value or None."""
    found: Any = test
    if isinstance(test, str):
        found = test.strip("“”") if test.startswith("“") else span(test)
    return Row(found, outcome(gives), str(test), PLACE)


def table(argument: Operand, *rows: tuple[object, object]) -> Table:
    return Table(ref(argument), tuple(row(test, gives) for test, gives in rows))


def cases(*rows: tuple[Operand, object]) -> Cases:
    found = [(None if test is None else when(test), gives) for test, gives in rows]
    return Cases(tuple(Row(test, outcome(gives), "", PLACE) for test, gives in found))


def checklist(*entries: tuple[object, Operand]) -> Checklist:
    return Checklist(
        tuple(ChecklistEntry("", value(points), when(test), PLACE) for points, test in entries)
    )


def adjust(
    sign: int,
    amount: object,
    each: Operand = None,
    cap: object = None,
    if_: Operand = None,
) -> Adjustment:
    unit = outcome(amount)
    assert isinstance(unit, Points | ShareOfMaximum)
    return Adjustment(
        sign,
        unit,
        None if each is None else ref(each),
        None if if_ is None else when(if_),
        None if cap is None else value(cap),
        "",
        "",
        PLACE,
    )


def minus(amount: object, each: Operand = None, **more: Any) -> Adjustment:  # noqa: ANN401
    return adjust(-1, amount, each, **more)


def plus(amount: object, each: Operand = None, **more: Any) -> Adjustment:  # noqa: ANN401
    return adjust(1, amount, each, **more)


def exempt(test: Operand, treatment: Treatment = Treatment.EXCLUDED) -> NotApplicable:
    return NotApplicable(when(test), treatment)


# --- the tree -----------------------------------------------------------------------------------


def maximum(given: object) -> Maximum:
    """Return the maximum; by kind from a dict whose key "" is the common one."""
    if isinstance(given, dict):
        kinds = {kind: value(points) for kind, points in given.items()}
        return Maximum(kinds.pop("", Decimal(0)), kinds)
    return Maximum(value(given))


def leaf(code: str, most: object, method: Method, **more: Any) -> Leaf:  # noqa: ANN401
    if "only_for" in more:
        more["only_for"] = frozenset(more["only_for"])
    if "zero" in more:
        more["zero"] = tuple(when(test) for test in _tuple(more["zero"]))
    for name in ("not_applicable", "adjustments", "items"):
        if name in more:
            more[name] = _tuple(more[name])
    return Leaf(Level.CRITERION, code, f"Tiêu chí {code}", maximum(most), method, PLACE, **more)


def group(
    code: str,
    most: object,
    *children: Group | Leaf,
    level: Level = Level.FIELD,
    **more: Any,  # noqa: ANN401
) -> Group:
    if "zero" in more:
        more["zero"] = tuple(when(test) for test in _tuple(more["zero"]))
    if "weights" in more:
        more["weights"] = _tuple(more["weights"])
    if "rescale_from" in more:
        more["rescale_from"] = value(more["rescale_from"])
    return Group(level, code, f"Nhóm {code}", maximum(most), children, PLACE, **more)


def section(code: str, most: object, *children: Group | Leaf, **more: Any) -> Group:  # noqa: ANN401
    return group(code, most, *children, level=Level.SECTION, **more)


def bonus(code: str, most: object, *children: Group | Leaf, **more: Any) -> Group:  # noqa: ANN401
    return group(code, most, *children, level=Level.BONUS, **more)


def penalty(code: str, most: object, *children: Group | Leaf) -> Group:
    return group(code, most, *children, level=Level.PENALTY)


def weights(test: Operand = None, **by_code: object) -> Weights:
    """Return weights; codes are written with an underscore in front: _1="60%"."""
    codes = {code.lstrip("_").replace("_", "."): value(own) for code, own in by_code.items()}
    return Weights(None if test is None else when(test), codes, PLACE)


def constrain(test: Operand) -> Constraint:
    return Constraint(ref(test), (), "ràng buộc", PLACE)


def rules(
    *children: Group | Leaf,
    total: object = 10,
    root: Mapping[str, Any] | None = None,
    **more: Any,  # noqa: ANN401
) -> RuleSet:
    """Return a rule set that re-bases; `root` has more of the root group."""
    found: dict[str, Any] = {
        "code": "CCHC",
        "title": "Chỉ số cải cách hành chính",
        "year": 2026,
        "kinds": ("xã", "phường", "đặc_khu"),
        "digits": 2,
        "round_each": False,
        "rebase": True,
        "ranking": RankingRule(),
        "items": {},
        "computed": {},
        "parameters": {},
        "constraints": (),
        "place": PLACE,
    }
    top = group("", total, *children, level=Level.ROOT, **(root or {}))
    return RuleSet(root=top, **(found | more))


# --- facts and results --------------------------------------------------------------------------


def facts(kind: Any = "xã", unit: Any = None, **values: Any) -> Facts:  # noqa: ANN401
    """Return facts; what is not a field of Facts is a figure, `x__prev` of the year before."""
    more: dict[str, Any] = {
        name: values.pop(name)
        for name in ("manual", "overrides", "marks", "places")
        if name in values
    }
    now: dict[str, Datum] = {}
    before: dict[str, Datum] = {}
    for name, written in values.items():
        target = before if name.endswith("__prev") else now
        target[fold_name(name.removesuffix("__prev"))] = value(written)
    return Facts(unit or Unit("Đơn vị", kind), now, before, **more)


def assess(
    rule_set: RuleSet,
    given: Facts | None = None,
    round_: Round = APPRAISED,
    **more: Any,  # noqa: ANN401
) -> Assessment:
    """Score a unit both ways, demand that they agree, and return the traced assessment."""
    program = compile_rules(rule_set)
    unit = facts() if given is None else given
    traced = program.assess(unit, round_, **more)
    if "fixed" not in more:
        same(traced, program.totals(unit, round_, **more))
    return traced


def same(one: Assessment, two: Assessment) -> None:
    """Demand that two assessments say the same."""
    assert (one.status, one.total, one.maximum) == (two.status, two.total, two.maximum)
    assert (one.ranked, one.awaited) == (two.ranked, two.awaited)
    for left, right in zip(one.leaves, two.leaves, strict=True):
        assert _told(left) == _told(right)
    assert [_told_group(own) for own in one.groups] == [_told_group(own) for own in two.groups]


def _told(score: LeafScore) -> tuple[object, ...]:
    trace = score.trace
    return (
        score.leaf.code,
        score.status,
        score.score,
        score.maximum,
        score.uncertain,
        trace.base,
        trace.zeros,
        trace.exempted,
        trace.amounts,
        trace.missing,
        trace.faults,
    )


def _told_group(score: GroupScore) -> tuple[object, ...]:
    return score.group.code, score.score, score.maximum, score.share


def points(scored: Assessment, code: str = "") -> Any:  # noqa: ANN401
    """Return the score of a heading (or the total): one number, both ends, or None."""
    found: LeafScore | GroupScore | None
    if not code:
        interval = scored.total
    else:
        found = heading(scored, code)
        interval = found.score
    if interval is None:
        return None
    return interval.low if interval.known else (interval.low, interval.high)


def heading(scored: Assessment, code: str) -> LeafScore | GroupScore:
    for leaf_score in scored.leaves:
        if leaf_score.leaf.code == code:
            return leaf_score
    return next(own for own in scored.groups if own.group.code == code)


def status(scored: Assessment, code: str) -> str:
    return next(own.status.value for own in scored.leaves if own.leaf.code == code)


def d(written: str | int) -> Decimal:
    """Return a number as written in Vietnamese: "2,55"."""
    found = value(written)
    assert isinstance(found, Decimal)
    return found


def ends(low: str | int, high: str | int) -> tuple[Decimal, Decimal]:
    return d(low), d(high)


def _tuple(found: object) -> tuple[Any, ...]:
    return tuple(found) if isinstance(found, tuple | list) else (found,)
