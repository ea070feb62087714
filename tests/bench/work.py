"""The work of the benchmarks: 100 criteria in five usual shapes, figures for any number of units.

`score_plain` is what a good programmer would write by hand for just these criteria: plain Python
with Decimal, the same checks of every figure (missing, type, range, constraint), the same rounding.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Any

from cchc_rules.facts import Facts, Unit
from cchc_rules.model import FullIf, Interpolated, PerItem, Proportional
from cchc_rules.numeric import EXACT
from cchc_rules.text import fold_name
from tests.evaluation.build import (
    BOOL,
    DATE,
    PERCENT,
    at_most,
    computed,
    constrain,
    d,
    group,
    item,
    leaf,
    minus,
    op,
    ref,
    rules,
    table,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.model import Leaf, RuleSet

EACH = 20
"""So many criteria of each shape."""
PERIOD = date(2025, 12, 31), date(2026, 1, 31), date(2026, 12, 10)


# --- the same work as a rule set ----------------------------------------------------------------


def rule_set() -> RuleSet:
    """Return the 100 criteria: five fields of 20 points, one shape each."""
    constraints = []
    fields: list[list[Leaf]] = [[] for _ in range(5)]
    for number in range(EACH):
        done, all_ = item(f"xong_{number}"), item(f"giao_{number}")
        constraints.append(constrain(at_most(done, all_)))
        ratio = computed(f"tỷ_lệ_{number}", op(done, "/", all_))
        fields[0].append(
            leaf(
                f"1.{number}",
                1,
                table(
                    ratio,
                    (">=98%", 1),
                    (">=95% <98%", Interpolated(d("0,6"), d(1))),
                    (">=80% <95%", "0,5"),
                    ("<80%", 0),
                ),
            )
        )
        share = item(f"phần_{number}", PERCENT, low=d(0), high=d(1))
        bands = table(share, (">=80%", Proportional()), ("<80%", 0))
        fields[1].append(leaf(f"2.{number}", 1, bands))
        fields[2].append(leaf(f"3.{number}", 1, FullIf(when(item(f"có_{number}", BOOL)))))
        count, late = item(f"số_{number}"), item(f"chậm_{number}")
        method = PerItem(d("0,1"), ref(count), d(1))
        fields[3].append(leaf(f"4.{number}", 1, method, adjustments=minus("0,25", late, cap="0,5")))
        fields[4].append(
            leaf(
                f"5.{number}",
                1,
                table(
                    item(f"ngày_{number}", DATE),
                    ("<=31/12/2025", 1),
                    ("<=31/01/2026", "0,5"),
                    ("<=10/12/2026", "0,25"),
                    (None, 0),
                ),
            )
        )
    groups = (group(str(number + 1), EACH, *own) for number, own in enumerate(fields))
    return rules(*groups, total=5 * EACH, constraints=tuple(constraints))


# --- the same work by hand ----------------------------------------------------------------------

ZERO, ONE, LARGEST = Decimal(0), Decimal(1), Decimal(10) ** 15
TENTH_DIGIT = Decimal("1E-10")
P98, P95, P80, P03 = Decimal("0.98"), Decimal("0.95"), Decimal("0.8"), Decimal("0.03")
D60, D50, D40, D25, D10 = map(Decimal, ("0.6", "0.5", "0.4", "0.25", "0.1"))
KEYS = {
    name: tuple(fold_name(f"{name}_{number}") for number in range(EACH))
    for name in ("giao", "xong", "phần", "có", "số", "chậm", "ngày")
}


class UnscorableError(Exception):
    """A figure is missing or wrong."""


def score_plain(values: Mapping[str, Any]) -> tuple[list[Decimal], list[Decimal], Decimal]:
    """Return the scores of all criteria, of the fields, and the total."""
    get = values.get
    scores: list[Decimal] = []
    with localcontext(EXACT):
        for given_key, done_key in zip(KEYS["giao"], KEYS["xong"], strict=True):
            given, done = _count(get(given_key)), _count(get(done_key))
            if done > given or not given:
                raise UnscorableError(done_key)
            ratio = done / given
            settled = ratio.quantize(TENTH_DIGIT, ROUND_HALF_UP)
            if settled >= P98:
                scores.append(ONE)
            elif settled >= P95:
                scores.append(D60 + D40 * (ratio - P95) / P03)
            else:
                scores.append(D50 if settled >= P80 else ZERO)
        for key in KEYS["phần"]:
            share = get(key)
            if type(share) is not Decimal or not ZERO <= share <= ONE:
                raise UnscorableError(key)
            settled = share.quantize(TENTH_DIGIT, ROUND_HALF_UP)
            scores.append(share if settled >= P80 else ZERO)
        for key in KEYS["có"]:
            flag = get(key)
            if type(flag) is not bool:
                raise UnscorableError(key)
            scores.append(ONE if flag else ZERO)
        for count_key, late_key in zip(KEYS["số"], KEYS["chậm"], strict=True):
            points = min(D10 * _count(get(count_key)), ONE)
            points -= min(D25 * _count(get(late_key)), D50)
            scores.append(max(points, ZERO))
        scores.extend(_dated(get(key)) for key in KEYS["ngày"])
        fields = [sum(scores[first : first + EACH], ZERO) for first in range(0, 5 * EACH, EACH)]
        return scores, fields, sum(fields, ZERO).quantize(TENTH_DIGIT, ROUND_HALF_UP)


def _count(value: object) -> Decimal:
    if type(value) is not Decimal or not ZERO <= value < LARGEST or value % ONE:
        raise UnscorableError
    return value


def _dated(day: object) -> Decimal:
    if type(day) is not date:
        raise UnscorableError
    if day <= PERIOD[0]:
        return ONE
    if day <= PERIOD[1]:
        return D50
    return D25 if day <= PERIOD[2] else ZERO


# --- the figures --------------------------------------------------------------------------------


def units(number: int, *, gaps: float = 0.0) -> list[Facts]:
    """Return made-up facts of `number` units; a share of `gaps` of the figures is missing."""
    made = random.Random(20)
    return [Facts(Unit(f"Đơn vị {index}", "xã"), _figures(made, gaps)) for index in range(number)]


def _figures(made: random.Random, gaps: float) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number in range(EACH):
        given = made.randint(1, 3000)
        values[f"giao_{number}"] = Decimal(given)
        values[f"xong_{number}"] = Decimal(made.randint(given * 3 // 4, given))
        values[f"phần_{number}"] = Decimal(made.randint(0, 10000)) / 10000
        values[f"có_{number}"] = made.random() < 0.8
        values[f"số_{number}"] = Decimal(made.randint(0, 15))
        values[f"chậm_{number}"] = Decimal(made.randint(0, 3))
        values[f"ngày_{number}"] = date.fromordinal(PERIOD[0].toordinal() + made.randint(-60, 400))
    return {fold_name(key): own for key, own in values.items() if made.random() >= gaps}
