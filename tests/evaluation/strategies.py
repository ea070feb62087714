"""Random small rule sets that `check` would pass, and facts for them (hypothesis).

`rule_sets()` draws a RuleSet over the figures of `ITEMS`; `figures()` draws facts, of which some
are missing, not applicable or lỗi; `DOMAIN` has, for each figure, values that stand for all.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from cchc_rules.facts import Facts, Fault, Override, Unit
from cchc_rules.model import (
    All,
    AnyOf,
    Call,
    Direct,
    Formula,
    FullIf,
    Function,
    Interpolated,
    ItemRef,
    Manual,
    PerItem,
    Proportional,
    Range,
    ShareOfMaximum,
    Special,
    Survey,
    Table,
    Treatment,
)
from tests.evaluation.build import (
    BALLOTS,
    BOOL,
    CHOICE,
    DATE,
    PERCENT,
    at_most,
    bonus,
    cases,
    checklist,
    computed,
    constant,
    constrain,
    d,
    equal,
    exempt,
    group,
    has,
    item,
    lacks,
    last_year,
    leaf,
    minus,
    no,
    op,
    penalty,
    plus,
    ref,
    row,
    rules,
    section,
    table,
    value,
    weights,
    when,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.model import (
        Adjustment,
        Computed,
        Condition,
        Expression,
        Group,
        Leaf,
        Method,
        NotApplicable,
        RuleSet,
    )

    Draw = st.DrawFn

# --- the figures --------------------------------------------------------------------------------

DONE, GIVEN, LATE = item("xong"), item("giao"), item("chậm", blank_is_zero=False)
SHARE, RATE = item("phần", PERCENT, low=d(0), high=d(1)), item("mức", PERCENT)
FIRST, SECOND = item("có_a", BOOL), item("có_b", BOOL)
DAY = item("ngày", DATE)
GRADE = item("hạng", CHOICE, options=("Tốt", "Khá", "Yếu"))
VOTES = item("phiếu", BALLOTS)
BLANK = item("trống", blank_is_zero=True)
ITEMS = (DONE, GIVEN, LATE, SHARE, RATE, FIRST, SECOND, DAY, GRADE, VOTES, BLANK)

_WRITTEN: dict[str, tuple[object, ...]] = {
    "xong": (0, 3, 8, 10),
    "giao": (0, 8, 10),
    "chậm": (0, 1, 7),
    "phần": ("0%", "70%", "79,99%", "80%", "100%"),
    "mức": ("0%", "49%", "50%", "95%", "100%"),
    "có_a": (True, False),
    "có_b": (True, False),
    "ngày": ("31/12/2025", "01/01/2026", "05/06/2026"),
    "hạng": ("Tốt", "Khá", "Yếu"),
    "phiếu": ((d(5), d(4)), (d(1),), (d(2), None, d(3))),
    "trống": (0, 2),
}
DOMAIN: dict[str, tuple[Any, ...]] = {
    own.key: tuple(value(written) for written in _WRITTEN[own.name]) for own in ITEMS
}


def ratios(on_zero: Treatment | None) -> tuple[Computed, ...]:
    """Return each TÍNH; a ratio never passes 100 %, as `xong` never passes `giao`."""
    ratio = computed("tỷ_lệ", op(DONE, "/", GIVEN), on_zero)
    before = computed("tăng", op(op(DONE, "-", last_year(DONE)), "/", last_year(DONE)), on_zero)
    mean = computed("bình_quân", Call(Function.MEAN, (ref(ratio), ref(SHARE))))
    left = computed("còn", op(1, "-", ratio))
    return ratio, before, mean, left


# --- conditions and methods ---------------------------------------------------------------------

_TREATMENTS = st.sampled_from([None, *Treatment])
_MAXIMA = st.sampled_from(["1", "2", "2,5", "5"])


@st.composite
def expressions(draw: Draw, formulas: tuple[Computed, ...]) -> Expression:
    """Draw a condition."""
    ratio = draw(st.sampled_from(formulas))
    simple = st.sampled_from(
        [
            ref(FIRST),
            no(SECOND),
            lacks(DAY),
            lacks(LATE),
            has(GRADE),
            within(LATE, ">1"),
            within(DAY, "<=31/12/2025"),
            within(ratio, ">=80%"),
            within(SHARE, ">0% <=80%"),
            equal(GRADE, "Tốt"),
            equal(BLANK, 0),
        ]
    )
    one, two = draw(simple), draw(simple)
    return draw(st.sampled_from([one, All((one, two)), AnyOf((one, two)), no(one)]))


@st.composite
def conditions(draw: Draw, formulas: tuple[Computed, ...]) -> Condition:
    """Draw a condition, at times with an exception."""
    unless = draw(st.one_of(st.none(), expressions(formulas)))
    return when(draw(expressions(formulas)), unless)


@st.composite
def methods(draw: Draw, most: Decimal, formulas: tuple[Computed, ...]) -> Method:
    """Draw how a leaf of `most` points is scored; no base is above the maximum."""
    kind = draw(st.sampled_from(sorted(_METHODS)))
    return _METHODS[kind](draw, most, formulas)


def _bands(draw: Draw, most: Decimal, formulas: tuple[Computed, ...]) -> Method:
    argument = draw(st.sampled_from([*formulas, SHARE, RATE, op(SHARE, "*", "50%")]))
    top, bottom = draw(st.sampled_from([("100%", "50%"), ("80%", "50%"), ("95%", "80%")]))
    best = draw(st.sampled_from([most, ShareOfMaximum(d(1)), Proportional()]))
    middle = draw(
        st.sampled_from([most / 2, Interpolated(d(0), most), Interpolated(most, d(0)), "75%"])
    )
    last = draw(st.sampled_from([f"<{bottom}", None]))
    return table(argument, (f">={top}", best), (f">={bottom} <{top}", middle), (last, 0))


def _counts(draw: Draw, most: Decimal, _: tuple[Computed, ...]) -> Method:
    return table(LATE, ("<=0", most), (">0 <=3", most / 2), (">3", draw(st.sampled_from([0, 1]))))


def _days(_: Draw, most: Decimal, __: tuple[Computed, ...]) -> Method:
    return table(DAY, ("<=31/12/2025", most), ("<=31/01/2026", most / 2), (None, 0))


def _options(draw: Draw, most: Decimal, _: tuple[Computed, ...]) -> Method:
    if draw(st.booleans()):
        return table(FIRST, (True, most), (False, most / 4))
    last = draw(st.sampled_from(["“Yếu”", None]))
    return table(GRADE, ("“Tốt”", "100%"), ("“Khá”", most / 2), (last, 0))


def _choices(draw: Draw, most: Decimal, formulas: tuple[Computed, ...]) -> Method:
    ratio = draw(st.sampled_from(formulas[:1]))
    gives = [most, Proportional(ref(ratio)), Formula(op(most, "*", SHARE)), "50%"]
    rows = [
        (draw(conditions(formulas)), draw(st.sampled_from(gives))),
        (draw(conditions(formulas)), draw(st.sampled_from(gives))),
    ]
    last = [(None, draw(st.sampled_from([0, most / 2])))]
    return cases(*rows, *(last if draw(st.booleans()) else []))


def _direct(draw: Draw, most: Decimal, formulas: tuple[Computed, ...]) -> Method:
    capped = Call(Function.LEAST, (constant(most), op(most, "*", formulas[0])))
    whole = Call(Function.ROUND, (op(most, "*", SHARE), constant(1)))
    shares = [formulas[0], formulas[3], SHARE]
    found: list[Proportional | Formula] = [Proportional(ref(share)) for share in shares]
    above = op(op(most, "*", RATE), "*", 3)
    below = op(op(most, "*", SHARE), "-", op(LATE, "/", 4))
    over = op(op(op(DONE, "-", 5), "*", SHARE), "/", GIVEN)
    mean = Call(Function.MEAN, (ref(formulas[0]), op(SHARE, "*", LATE)))
    low = Call(Function.GREATEST, (constant(-1), op(most, "*", formulas[1])))
    written = (capped, whole, above, below, over, mean, low)
    return Direct(draw(st.sampled_from([*found, *(Formula(each) for each in written)])))


def _full(draw: Draw, _: Decimal, formulas: tuple[Computed, ...]) -> Method:
    return FullIf(draw(conditions(formulas)))


def _per_item(draw: Draw, most: Decimal, _: tuple[Computed, ...]) -> Method:
    each = draw(st.sampled_from([LATE, BLANK, SHARE]))
    return PerItem(most / 4, ref(each), draw(st.sampled_from([None, most / 2])))


def _list(draw: Draw, most: Decimal, formulas: tuple[Computed, ...]) -> Method:
    return checklist((most / 2, draw(conditions(formulas))), (most / 2, draw(conditions(formulas))))


def _moving(draw: Draw, most: Decimal, _: tuple[Computed, ...]) -> Method:
    ends = Range(ref(BLANK), ref(GIVEN), high_open=True)
    middle = draw(st.sampled_from([most / 2, Interpolated(d(0), most)]))
    return Table(
        ref(LATE),
        (row(Range(low=ref(GIVEN)), most), row(ends, middle), row(Range(high=ref(BLANK)), 0)),
    )


def _survey(draw: Draw, _: Decimal, __: tuple[Computed, ...]) -> Method:
    scale = draw(st.sampled_from([(None, d(5)), (d(1), d(5))]))
    return Survey(ItemRef(VOTES), scale, {}, draw(st.sampled_from([0, 2])))


def _manual(_: Draw, most: Decimal, __: tuple[Computed, ...]) -> Method:
    return Manual(d(0), most, d("0,25"))


_METHODS: dict[str, Callable[[Draw, Decimal, tuple[Computed, ...]], Method]] = {
    "bands": _bands,
    "cases": _choices,
    "checklist": _list,
    "counts": _counts,
    "days": _days,
    "direct": _direct,
    "full": _full,
    "manual": _manual,
    "moving": _moving,
    "options": _options,
    "per item": _per_item,
    "survey": _survey,
}


# --- the tree -----------------------------------------------------------------------------------


@st.composite
def leaves(draw: Draw, code: str, formulas: tuple[Computed, ...]) -> Leaf:
    """Draw a leaf."""
    most = d(draw(_MAXIMA))
    method = draw(methods(most, formulas))
    more: dict[str, Any] = {}
    if isinstance(method, Manual):
        more["self_scored"] = False
    for name, chance in (("allow_above", 8), ("allow_negative", 6), ("unit_marks", 6)):
        more[name] = draw(st.integers(1, chance)) == chance
    if more["unit_marks"]:
        more["items"] = (SHARE,)
    if draw(st.integers(1, 8)) == 1:
        more["only_for"] = draw(st.sampled_from([("phường",), ("xã", "phường")]))
    if draw(st.integers(1, 6)) == 1:
        more["self_scored"] = False
    more["zero"] = tuple(draw(st.lists(conditions(formulas), max_size=2)))
    more["not_applicable"] = tuple(draw(st.lists(_exemptions(formulas), max_size=2)))
    more["adjustments"] = tuple(draw(st.lists(_adjustments(formulas), max_size=2)))
    return leaf(code, most, method, **more)


@st.composite
def _exemptions(draw: Draw, formulas: tuple[Computed, ...]) -> NotApplicable:
    treatment = draw(st.sampled_from([Treatment.EXCLUDED, Treatment.FULL]))
    return exempt(draw(conditions(formulas)), treatment)


@st.composite
def _adjustments(draw: Draw, formulas: tuple[Computed, ...]) -> Adjustment:
    condition = draw(conditions(formulas))
    return draw(
        st.sampled_from(
            [
                minus("0,25", LATE, cap="0,5"),
                minus("50%", if_=condition),
                minus("0,5", LATE, cap=1, if_=condition),
                plus("0,5", BLANK, cap=1),
                plus("0,3", LATE, cap="0,6"),
                plus("10%", if_=condition),
                plus("0,1", LATE),
                minus("0,1", SHARE),
            ]
        )
    )


@st.composite
def _groups(draw: Draw, code: str, formulas: tuple[Computed, ...]) -> Group:
    """Draw a lĩnh vực or a phần, which may hold one more level."""
    children: list[Group | Leaf] = [
        draw(leaves(f"{code}.{number}", formulas)) for number in range(1, draw(st.integers(2, 3)))
    ]
    if draw(st.integers(1, 4)) == 1:
        inner = draw(leaves(f"{code}.9.1", formulas))
        children.append(group(f"{code}.9", inner.maximum.default, inner))
    most = sum((child.maximum.default for child in children), d(0))
    more: dict[str, Any] = {}
    if draw(st.integers(1, 4)) == 1:
        more["zero"] = draw(conditions(formulas))
    if draw(st.integers(1, 5)) == 1:
        more["rescale_from"], most = most, most * 2
    if draw(st.integers(1, 5)) == 1:
        more["weights"] = draw(_weights(children, formulas))
    make = section if draw(st.booleans()) else group
    return make(code, most, *children, **more)


@st.composite
def _weights(
    draw: Draw, children: list[Group | Leaf], formulas: tuple[Computed, ...]
) -> tuple[Any, ...]:
    even = {child.code: Decimal(1) for child in children}
    rising = {child.code: Decimal(number) for number, child in enumerate(children)}
    found = [weights(**even)]
    if draw(st.booleans()):
        found.append(weights(draw(conditions(formulas)), **rising))
    return tuple(found)


@st.composite
def rule_sets(draw: Draw) -> RuleSet:
    """Draw a rule set."""
    formulas = ratios(draw(_TREATMENTS))
    children = [
        draw(_groups(str(number), formulas)) for number in range(1, draw(st.integers(2, 4)))
    ]
    total = sum((child.maximum.default for child in children), d(0))
    root: dict[str, Any] = {}
    if draw(st.integers(1, 6)) == 1:
        root["weights"] = draw(_weights([*children], formulas))
    if draw(st.integers(1, 3)) == 1:
        capped = draw(st.booleans())
        children.append(bonus("C", 1, draw(leaves("C.1", formulas)), capped_total=capped))
        children.append(penalty("D", 2, draw(leaves("D.1", formulas))))
    return rules(
        *children,
        total=total,
        root=root,
        rebase=draw(st.integers(1, 4)) > 1,
        round_each=draw(st.integers(1, 5)) == 1,
        constraints=(constrain(at_most(DONE, GIVEN)),),
    )


# --- facts --------------------------------------------------------------------------------------


@st.composite
def figures(draw: Draw, *, plain: bool = False) -> Facts:
    """Draw the facts of a unit; `plain`: nothing but values and blanks, and nothing by hand."""
    odd = [] if plain else [Special.NOT_APPLICABLE, Fault("#N/A")]
    values: dict[str, Any] = {}
    for key, domain in DOMAIN.items():
        values[key] = draw(st.sampled_from([*domain, *domain, Special.MISSING, *odd]))
    previous = {DONE.key: draw(st.sampled_from([*DOMAIN[DONE.key], Special.MISSING]))}
    if plain:
        return Facts(Unit("Xã A", "xã"), values, previous)
    codes = st.sampled_from(["1.1", "1.2", "2.1", "C.1"])
    scores = st.sampled_from([d(0), d("0,5"), d(1), d(9)])
    overrides = draw(st.dictionaries(codes, st.builds(Override, scores, st.just("")), max_size=1))
    return Facts(
        Unit("Xã A", draw(st.sampled_from(["xã", "phường", "đặc_khu"]))),
        values,
        previous,
        manual={code: d("0,5") for code in draw(st.sets(codes, max_size=2))},
        overrides=overrides,
        marks=frozenset(draw(st.sets(codes, max_size=1))),
    )
