"""Random rule sets with all figures on their form, classes too, and facts for them (hypothesis)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from cchc_rules.facts import Override
from cchc_rules.model import (
    All,
    Call,
    ClassBand,
    Classification,
    Direct,
    Equal,
    Formula,
    FullIf,
    Function,
    Group,
    ItemRef,
    Lowering,
    Negative,
    PerItem,
    Proportional,
    Range,
    ScoreRef,
    Special,
    Survey,
    Table,
    Treatment,
)
from tests.evaluation.build import (
    CHOICE,
    COUNT,
    PLACE,
    TALLY,
    TEXT,
    cases,
    checklist,
    computed,
    constant,
    d,
    equal,
    group,
    has,
    item,
    last_year,
    leaf,
    no,
    op,
    parameter,
    ref,
    row,
    table,
    when,
    within,
)
from tests.evaluation.strategies import (
    BLANK,
    DAY,
    DOMAIN,
    DONE,
    FIRST,
    GIVEN,
    GRADE,
    ITEMS,
    LATE,
    RATE,
    SHARE,
    VOTES,
    figures,
    rule_sets,
)

if TYPE_CHECKING:
    from cchc_rules.facts import Facts
    from cchc_rules.model import Condition, Leaf, Method, RuleSet

    Draw = st.DrawFn

OPTIONS = ("1", "2", "3", "4", "5")
TALLIED = item("bầu", TALLY, options=OPTIONS)
STEPPED = item("bước", COUNT, low=d(1), high=d(9), step=d(2))
REMARK = item("ghi", TEXT)
SECOND_GRADE = item("hạng_hai", CHOICE, options=("Khá", "Tốt", "Kém"))
LIMIT = parameter("mức_tối_thiểu", "5", phường="3")
MORE = (TALLIED, STEPPED, REMARK, SECOND_GRADE)
_NUMBERS = (None, Decimal(0), Decimal(1), Decimal(3), Decimal("2.5"))
_WEIGHTS = dict(zip(OPTIONS, map(d, ("0", "0,25", "0,5", "0,75", "1")), strict=True))


@st.composite
def scored_forms(draw: Draw) -> RuleSet:
    """Draw a rule set whose figures all stand on the form."""
    rules = draw(rule_sets())
    ballots = draw(st.integers(1, 3)) == 1
    extra = draw(st.lists(_more_leaves(), max_size=2, unique_by=lambda own: own.code))
    whole = sum((own.maximum.default for own in extra), d(0))
    children = (*rules.root.children, *([group("8", whole, *extra)] if extra else []))
    total = replace(rules.root.maximum, default=rules.total + whole)
    root = replace(rules.root, items=(*ITEMS, *MORE), children=children, maximum=total)
    root = _by_kind(root) if draw(st.booleans()) else root
    if not ballots:
        root = _tallied(root, draw(_surveys()))
    return replace(
        rules,
        root=root,
        classifications=draw(_classifications(rules)),
        lowerings=tuple(draw(st.lists(_lowerings(rules), max_size=2))),
        digits=draw(st.sampled_from([0, 2, 2, 2, 4])),
    )


def _by_kind(node: Any) -> Any:  # noqa: ANN401 - what went in
    """Return the tree with other maxima for one kind."""
    own = replace(node.maximum, by_kind={"phường": node.maximum.default / 2})
    if isinstance(node, Group):
        children = tuple(_by_kind(child) for child in node.children)
        return replace(node, maximum=own, children=children)
    return replace(node, maximum=own)


@st.composite
def _more_leaves(draw: Draw) -> Leaf:
    """Draw a leaf of a shape that the strategies of the evaluation leave out."""
    on_zero = draw(st.sampled_from([None, *Treatment]))
    before = computed("trước", op(last_year(DONE), "/", op(GIVEN, "-", DONE)), on_zero)
    part = Call(Function.WHOLE, (op(op(LATE, "-", 3), "/", 2),))
    most = Call(Function.GREATEST, (ref(before), Call(Function.MEAN, (ref(SHARE), ref(RATE)))))
    bounded = Range(ref(LIMIT), high_open=True)
    shapes: list[Method] = [
        Table(ref(STEPPED), (row(bounded, 2), row(Range(high=ref(LIMIT), high_open=True), 1))),
        FullIf(when(equal(REMARK, "Đạt"))),
        FullIf(when(equal(GRADE, SECOND_GRADE), no(equal(GRADE, "Yếu")))),
        FullIf(when(Equal(ref(part), constant(-1), negated=True))),
        FullIf(when(has(before), has(REMARK))),
        Direct(Formula(Negative(ref(part)))),
        Direct(Proportional(most)),
        table(before, (">=100%", "100%"), ("<100%", Proportional())),
        PerItem(d("-0,5"), ref(LATE), d(1)),
        cases((within(before, ">=1"), Proportional(ref(SHARE))), (has(DAY), "50%")),
        checklist((1, equal(DAY, "31/12/2025")), ("-0,5", FIRST), (1, within(BLANK, ">=2"))),
    ]
    number = draw(st.integers(0, len(shapes) - 1))
    return leaf(
        f"8.{number}",
        2,
        shapes[number],
        allow_negative=draw(st.booleans()),
        unit_marks=draw(st.integers(1, 4)) == 1,
        items=(REMARK,) if draw(st.booleans()) else (),
    )


@st.composite
def _surveys(draw: Draw) -> Survey:
    least = draw(st.sampled_from([0, 5]))
    if draw(st.booleans()):
        return Survey(ItemRef(TALLIED), None, _WEIGHTS, least)
    return Survey(ItemRef(TALLIED), (draw(st.sampled_from([None, d(1)])), d(5)), {}, least)


def _tallied(node: Any, survey: Survey) -> Any:  # noqa: ANN401 - what went in
    """Return the tree with every survey on ballots turned into one on counts per option."""
    if isinstance(node, Group):
        children = tuple(_tallied(child, survey) for child in node.children)
        return replace(node, children=children)
    leaf: Leaf = node
    if isinstance(leaf.method, Survey) and leaf.method.of.item == VOTES:
        return replace(leaf, method=survey)
    return leaf


@st.composite
def _classifications(draw: Draw, rules: RuleSet) -> tuple[Classification, ...]:
    ends = draw(st.sampled_from([("80%", "65%", "50%"), ("66,67%", "33,33%", "10%")]))
    bands = []
    for name, low in zip(("Tốt", "Khá", "Trung bình"), ends, strict=True):
        gate = draw(st.one_of(st.none(), st.none(), _gates(rules)))
        bands.append(ClassBand(name, Range(constant(low)), False, gate, name, PLACE))
    last = draw(st.sampled_from([None, Range(high=constant(ends[2]), high_open=True)]))
    bands.append(ClassBand("Yếu", last, False, None, "Yếu", PLACE))
    if draw(st.integers(1, 4)) == 1:
        half = Range(constant(rules.total / 2))
        bands[0] = ClassBand("Tốt", half, True, bands[0].gate, "Tốt", PLACE)
    unrounded = draw(st.integers(1, 3)) == 1
    return (Classification(frozenset(), tuple(bands), False, unrounded, PLACE),)


@st.composite
def _gates(draw: Draw, rules: RuleSet) -> Condition:
    codes = ["", *(child.code for child in rules.root.children), "1.1", "9.9"]
    score = ScoreRef(draw(st.sampled_from(codes)), share=draw(st.booleans()))
    bound = draw(st.sampled_from(["50%", "1", "33,33%"]))
    reached = within(score, Range(constant(bound)))
    return when(draw(st.sampled_from([reached, FIRST, All((reached, equal(BLANK, 0)))])))


@st.composite
def _lowerings(draw: Draw, rules: RuleSet) -> Lowering:
    to = draw(st.sampled_from([None, "Khá", "yếu", "Không có"]))
    condition = draw(st.one_of(_gates(rules), st.just(when(equal(GRADE, "Yếu")))))
    return Lowering(to, condition, PLACE)


@st.composite
def filled(draw: Draw) -> Facts:
    """Draw the facts of a unit: mostly values, for a total is known only where all are."""
    facts = draw(figures(plain=draw(st.integers(1, 3)) > 1))
    values: dict[str, Any] = dict(facts.values)
    if draw(st.booleans()):
        for key, found in values.items():
            if found is Special.MISSING:
                values[key] = draw(st.sampled_from(DOMAIN[key]))
    done, given = values[DONE.key], values[GIVEN.key]
    if isinstance(done, Decimal) and isinstance(given, Decimal) and draw(st.integers(1, 4)) > 1:
        values[GIVEN.key] = max(done, given)
    tally = tuple(draw(st.sampled_from(_NUMBERS[1:4])) for _ in OPTIONS)
    values[TALLIED.key] = draw(st.sampled_from([tally, tally, tally, Special.MISSING]))
    if draw(st.integers(1, 6)) == 1:
        values[VOTES.key] = (d(4), d("3,5"))
    values[STEPPED.key] = draw(st.sampled_from(_NUMBERS[1:]))
    values[REMARK.key] = draw(st.sampled_from(["Đạt", "đạt", "Không", Special.MISSING]))
    values[SECOND_GRADE.key] = draw(st.sampled_from(["Khá", "Tốt", "Kém", Special.MISSING]))
    reason = draw(st.sampled_from(["", "Biên bản họp", "Biên bản họp"]))
    return replace(
        facts,
        unit=replace(facts.unit, kind=draw(st.sampled_from(["xã", "phường", "đặc_khu"]))),
        values=values,
        overrides={code: Override(own.score, reason) for code, own in facts.overrides.items()},
    )
