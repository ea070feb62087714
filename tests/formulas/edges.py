"""Forms whose figures lie at the very ends of rows, and whose sums end in a 5 (hypothesis)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from cchc_rules.facts import Facts, Unit
from cchc_rules.model import (
    ClassBand,
    Classification,
    Direct,
    Formula,
    Interpolated,
    Proportional,
    Range,
    ShareOfMaximum,
    Treatment,
)
from tests.evaluation.build import (
    BOOL,
    DATE,
    NUMBER,
    PERCENT,
    PLACE,
    computed,
    constant,
    d,
    exempt,
    group,
    item,
    leaf,
    op,
    plus,
    rules,
    section,
    table,
    value,
)

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet

    Draw = st.DrawFn

DONE, GIVEN = item("xong"), item("giao")
SHARE = item("phần", PERCENT)
POINTS = item("điểm_số", NUMBER, low=d(-5), high=d(100))
DAY = item("hôm", DATE)
OUT = item("nghỉ", BOOL)
RATIO = computed("tỷ_lệ", op(DONE, "/", GIVEN), Treatment.EXCLUDED)
FIGURES = (DONE, GIVEN, SHARE, POINTS, DAY, OUT)
_ENDS = ("57%", "29%", "98,5%", "33,33%", "66,67%", "99,99%", "90%", "0,1%")
_NEAR = ("0", "1E-10", "-1E-10", "5E-11", "-5E-11", "4E-11", "-6E-11", "0.00001", "-0.00001")
_MOST = ("1", "2,5", "3", "7", "0,75")


@st.composite
def edge_forms(draw: Draw) -> tuple[RuleSet, Facts]:
    """Draw a rule set and a unit whose figures meet the ends of its rows, or nearly."""
    end = draw(st.sampled_from(_ENDS))
    return draw(_rule_sets(end)), draw(_facts(value(end)))


@st.composite
def _rule_sets(draw: Draw, end: str) -> RuleSet:
    sizes = [d(draw(st.sampled_from(_MOST))) for _ in range(4)]
    rising = draw(st.sampled_from([Interpolated(d(0), sizes[0]), ShareOfMaximum(d("0,5"))]))
    first = leaf(
        "1.1",
        sizes[0],
        table(RATIO, (f">={end}", Proportional()), (f">0% <{end}", rising), (None, 0)),
    )
    second = leaf(
        "1.2",
        sizes[1],
        table(SHARE, (f">{end}", sizes[1]), (f"<={end}", sizes[1] / 3)),
        not_applicable=exempt(OUT),
    )
    formula = Formula(op(op(POINTS, "*", sizes[2]), "/", draw(st.sampled_from(["100", "7", "3"]))))
    third = leaf("2.1", sizes[2], Direct(formula), allow_negative=draw(st.booleans()))
    days = table(DAY, ("<=31/12/2025", sizes[3]), ("<01/02/2026", "50%"), (None, 0))
    fourth = leaf("2.2", sizes[3], days, adjustments=plus("0,005", DONE, cap="0,015"))
    make = draw(st.sampled_from([group, section]))
    total = sum(sizes, d(0))
    bands = [ClassBand("Tốt", Range(constant(end)), False, None, "Tốt", PLACE)]
    bands.append(ClassBand("Khá", None, False, None, "Khá", PLACE))
    unrounded = draw(st.booleans())
    return rules(
        make("1", sizes[0] + sizes[1], first, second),
        make("2", sizes[2] + sizes[3], third, fourth),
        total=total,
        root={"items": FIGURES},
        digits=draw(st.integers(0, 4)),
        rebase=draw(st.booleans()),
        round_each=draw(st.integers(1, 4)) == 1,
        classifications=(Classification(frozenset(), tuple(bands), False, unrounded, PLACE),),
    )


@st.composite
def _facts(draw: Draw, end: Decimal) -> Facts:
    given = draw(st.integers(1, 9999))
    near = (end * given).to_integral_value()
    done = max(0, min(given, int(near) + draw(st.integers(-1, 1))))
    share = max(Decimal(0), end + Decimal(draw(st.sampled_from(_NEAR))))
    tie = Decimal(draw(st.integers(-500, 9999))) / 100 + Decimal(
        draw(st.sampled_from(["0", "0.005", "0.0005"]))
    )
    days = ("31/12/2025", "01/01/2026", "31/01/2026", "01/02/2026")
    values: dict[str, Any] = {
        DONE.key: Decimal(done),
        GIVEN.key: Decimal(given),
        SHARE.key: share,
        POINTS.key: tie,
        DAY.key: value(draw(st.sampled_from(days))),
        OUT.key: draw(st.booleans()),
    }
    return Facts(Unit("Xã A", "xã"), values)
